using System.Reflection;

namespace WebhookTools.Listener.Tests.Hosting;

public sealed class PublicSurfaceTests
{
    /// <summary>The web server's assemblies are private to the listener. Code that compiles against it must not need them.</summary>
    [Fact]
    public void No_public_member_names_a_type_of_the_web_server()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        IEnumerable<Type> named = typeof(WebhookListener).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMembers(Declared))
            .SelectMany(member => member switch
            {
                MethodBase { IsPublic: true } or MethodBase { IsFamily: true } => ((MethodBase)member).GetParameters().Select(parameter => parameter.ParameterType)
                    .Append((member as MethodInfo)?.ReturnType ?? typeof(void)),
                FieldInfo { IsPublic: true } field => [field.FieldType],
                _ => [],
            })
            .SelectMany(type => type.GetGenericArguments().Append(type));

        Assert.DoesNotContain(named, type => type.Assembly.GetName().Name!.StartsWith("Microsoft.", StringComparison.Ordinal));
    }
}
