using System.Reflection;
using System.Reflection.Emit;
using System.Security.Cryptography;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>
/// Signatures are compared in one place, in constant time. The benchmark compare-time measures the time; these tests ensure
/// that no scheme compares in another way.
/// </summary>
public sealed class ComparisonTests
{
    private const string Algorithms = "WebhookTools.Core.Signatures.Algorithms.";
    private static readonly Assembly Core = typeof(SignatureScheme).Assembly;

    [Fact]
    public void Every_algorithm_shares_one_comparison_or_verifies_with_a_public_key()
    {
        Type symmetric = Named(Algorithms + "SymmetricAlgorithm");
        Type[] algorithms = [.. Core.GetTypes().Where(type => type.IsSubclassOf(Named(Algorithms + "SignatureAlgorithm")) && !type.IsAbstract)];

        // A verification with a public key compares nothing secret.
        Assert.Equal(["Ed25519Algorithm"], algorithms.Where(type => !type.IsSubclassOf(symmetric)).Select(type => type.Name).ToArray());
        Assert.True(algorithms.Length > 3);
    }

    [Fact]
    public void The_one_comparison_is_the_frameworks()
    {
        MethodInfo verify = Named(Algorithms + "SymmetricAlgorithm").GetMethod("Verify")!;
        string[] called = [.. CalledBy(verify).Where(method => method.ReturnType.Equals(typeof(bool))).Select(method => $"{method.DeclaringType!.Name}.{method.Name}")];

        Assert.True(verify.IsFinal);
        Assert.Equal([$"{nameof(CryptographicOperations)}.{nameof(CryptographicOperations.FixedTimeEquals)}"], called);
    }

    [Fact]
    public void Every_scheme_verifies_by_the_shared_steps()
    {
        Type template = Named("WebhookTools.Core.Signatures.Templates.SchemeTemplate");
        Type[] schemes = [.. Core.GetTypes().Where(type => type.IsSubclassOf(typeof(SignatureScheme)) && !type.IsAbstract)];

        Assert.True(template.GetMethod(nameof(SignatureScheme.Verify))!.IsFinal);
        Assert.Equal(["AutoScheme"], schemes.Where(type => !type.IsSubclassOf(template)).Select(type => type.Name).ToArray());
        Assert.Equal(SignatureSchemes.All.Count + 1, schemes.Length);
    }

    private static Type Named(string name) => Core.GetType(name, throwOnError: true)!;

    private static IEnumerable<MethodInfo> CalledBy(MethodInfo method)
    {
        byte[] code = method.GetMethodBody()!.GetILAsByteArray()!;
        for (int index = 0; index + 4 < code.Length; index++)
        {
            // An operand that looks like a call resolves to nothing, or to something that the assertion names.
            if ((code[index] == OpCodes.Call.Value || code[index] == OpCodes.Callvirt.Value) && Resolve(method.Module, BitConverter.ToInt32(code, index + 1)) is { } called)
            {
                yield return called;
            }
        }
    }

    private static MethodInfo? Resolve(Module module, int token)
    {
        try
        {
            return module.ResolveMethod(token) as MethodInfo;
        }
        catch (Exception exception) when (exception is ArgumentException or BadImageFormatException)
        {
            return null;
        }
    }
}
