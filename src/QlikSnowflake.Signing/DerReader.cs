using Org.BouncyCastle.Asn1;

namespace QlikSnowflake.Signing;

/// <summary>
/// Parses DER from files and servers. The library's parser calls itself for each level of a structure, and a stack that is
/// used up ends the process without a chance to catch anything: what is nested deeper than any key is refused first.
/// </summary>
internal static class DerReader
{
    // A certificate, the deepest of what is read here, has about ten levels.
    private const int MostLevels = 32;

    private const int Constructed = 0x20;
    private const int LongTag = 0x1F;

    /// <exception cref="IOException">It is no DER, or nested too deep.</exception>
    public static Asn1Object Parse(byte[] der)
    {
        CheckLevels(der);
        return Asn1Object.FromByteArray(der);
    }

    /// <exception cref="IOException">It is no DER, or nested too deep.</exception>
    public static void CheckLevels(byte[] der)
    {
        var ends = new Stack<int>();
        ends.Push(der.Length);
        var at = 0;
        do
        {
            var tag = Next(der, ref at);
            if ((tag & LongTag) == LongTag)
            {
                while ((Next(der, ref at) & 0x80) != 0) { }
            }

            var length = ReadLength(der, ref at);
            if (length > ends.Peek() - at)
                throw new IOException("A part is longer than the whole.");
            if ((tag & Constructed) == 0)
                at += length;
            else if (ends.Count > MostLevels)
                throw new IOException("The structure is nested too deep.");
            else
                ends.Push(at + length);

            while (ends.Count > 1 && at == ends.Peek())
                ends.Pop();
        } while (ends.Count > 1);
    }

    private static int Next(byte[] der, ref int at) =>
        at < der.Length ? der[at++] : throw new IOException("The structure ends too early.");

    private static int ReadLength(byte[] der, ref int at)
    {
        var first = Next(der, ref at);
        if (first < 0x80)
            return first;

        // 0x80, a length that is not said, is BER and not DER.
        if (first is 0x80 or > 0x84)
            throw new IOException("A length is not in the form of DER.");

        long length = 0;
        for (var i = 0; i < (first & 0x7F); i++)
            length = (length << 8) | (uint)Next(der, ref at);
        return length <= int.MaxValue ? (int)length : throw new IOException("A length is too large.");
    }
}
