using System.Security.Cryptography;
using System.Text;

if (args is not [string secret])
{
    Console.Error.WriteLine("usage: bare-signer SECRET");
    return 2;
}

using Stream input = Console.OpenStandardInput();
byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input);
Console.Out.WriteLine("X-Hub-Signature-256: sha256=" + Convert.ToHexStringLower(signature));
return 0;
