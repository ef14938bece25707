using QlikSnowflake.Compat;

namespace QlikSnowflake.Qrs;

/// <summary>
/// The key against cross-site requests: 16 of 0-9, A-Z, a-z, the same in header and query, new for every request
/// (Qlik Sense for developers, "Using Xrfkey headers").
/// </summary>
internal static class Xrfkey
{
    private const int Length = 16;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Create()
    {
        var key = new char[Length];
        for (var count = 0; count < Length; )
        {
            foreach (var value in Randoms.Bytes(Length * 2))
            {
                // 248 is the largest multiple of 62 in a byte: what lies above would favour the first letters.
                if (value < 248 && count < Length)
                    key[count++] = Alphabet[value % Alphabet.Length];
            }
        }

        return new string(key);
    }
}
