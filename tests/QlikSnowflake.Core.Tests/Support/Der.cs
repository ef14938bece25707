namespace QlikSnowflake.Tests.Support;

/// <summary>Writes DER by hand (X.690), for structures that no tool would make.</summary>
internal static class Der
{
    public static byte[] Sequence(params byte[][] parts) => Tagged(0x30, parts);

    public static byte[] Octets(params byte[] value) => Tagged(0x04, value);

    public static byte[] Bits(byte[] value) => Tagged(0x03, [0], value);

    public static byte[] Integer(byte[] value) => Tagged(0x02, value);

    public static byte[] Integer(long value)
    {
        var bytes = BitConverter.GetBytes(value);
        Array.Reverse(bytes);
        return Tagged(0x02, [.. bytes.SkipWhile((b, i) => i < 7 && b == 0 && bytes[i + 1] < 0x80)]);
    }

    public static byte[] Oid(string dotted)
    {
        var arcs = Array.ConvertAll(dotted.Split('.'), uint.Parse);
        var body = new List<byte> { (byte)((arcs[0] * 40) + arcs[1]) };
        foreach (var arc in arcs.Skip(2))
        {
            var groups = new List<byte> { (byte)(arc & 0x7F) };
            for (var rest = arc >> 7; rest > 0; rest >>= 7)
                groups.Insert(0, (byte)(0x80 | (rest & 0x7F)));
            body.AddRange(groups);
        }

        return Tagged(0x06, [.. body]);
    }

    public static byte[] Null() => [0x05, 0x00];

    private static byte[] Tagged(byte tag, params byte[][] parts)
    {
        byte[] body = [.. parts.SelectMany(p => p)];
        byte[] length = body.Length < 0x80 ? [(byte)body.Length] : [0x82, (byte)(body.Length >> 8), (byte)body.Length];
        return [tag, .. length, .. body];
    }
}
