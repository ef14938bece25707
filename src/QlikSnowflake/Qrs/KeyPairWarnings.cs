namespace QlikSnowflake.Commands.Qrs;

/// <summary>What users are told of keys that go into connections.</summary>
internal static class KeyPairWarnings
{
    public static string Decrypted(string path) =>
        $"The key in '{path}' is encrypted. Qlik's form for encrypted keys is not documented, so the connection holds it decrypted; "
        + "the repository encrypts the field in its own database.";
}
