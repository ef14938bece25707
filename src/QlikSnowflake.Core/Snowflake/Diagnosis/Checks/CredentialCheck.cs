using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The key: that it can be read, is large enough, and which it is.</summary>
internal sealed class CredentialCheck : DiagnosisCheck
{
    private const string Readable = "Key readable";
    private const string Size = "Key size";
    private const string Fingerprint = "Fingerprint";

    public override Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context) =>
        Task.FromResult<IReadOnlyList<ConnectionCheck>>(Look(state));

    private static ConnectionCheck[] Look(DiagnosisState state)
    {
        SnowflakeCredential credential;
        try
        {
            state.Credential = credential = state.ReadCredential();
        }
        catch (KeyException e) when (e.IsTooSmall)
        {
            return [Pass(Readable, "The private key can be read."), Fail(Size, e), Skip(Fingerprint, "The key cannot be used.")];
        }
        catch (QlikSnowflakeException e)
        {
            return [Fail(Readable, e), Skip(Size, "There is no key."), Skip(Fingerprint, "There is no key.")];
        }

        return credential.Key is { } key
            ?
            [
                Pass(Readable, "The private key can be read."),
                Pass(Size, $"{key.PublicKey.KeySize} bits."),
                Pass(Fingerprint, key.PublicKey.Fingerprint),
            ]
            : [.. new[] { Readable, Size, Fingerprint }.Select(name => Skip(name, $"The login is by {credential.Kind}."))];
    }
}
