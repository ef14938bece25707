using System.Buffers.Binary;
using System.Numerics;

namespace QlikSnowflake.Emulator.Qrs.Proxy.Ntlm;

/// <summary>The MD4 digest (RFC 1320), which NTLM takes of passwords and .NET doesn't have.</summary>
internal static class Md4
{
    private const uint Second = 0x5A827999;
    private const uint Third = 0x6ED9EBA1;

    private static readonly int[] SecondOrder = [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15];
    private static readonly int[] ThirdOrder = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];
    private static readonly int[][] Shifts =
    [
        [3, 7, 11, 19],
        [3, 5, 9, 13],
        [3, 9, 11, 15],
    ];

    public static byte[] HashData(ReadOnlySpan<byte> data)
    {
        // A one bit, zeros up to 56 modulo 64, and the length in bits.
        var padded = new byte[((data.Length + 8) / 64 * 64) + 64];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteUInt64LittleEndian(padded.AsSpan(padded.Length - 8), (ulong)data.Length * 8);

        uint[] state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476];
        for (var at = 0; at < padded.Length; at += 64)
            Add(state, padded.AsSpan(at, 64));

        var digest = new byte[16];
        for (var i = 0; i < 4; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest.AsSpan(i * 4), state[i]);
        return digest;
    }

    private static void Add(uint[] state, ReadOnlySpan<byte> block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var step = 0; step < 48; step++)
        {
            var (round, i) = (step / 16, step % 16);
            var (mixed, word, constant) = round switch
            {
                0 => ((b & c) | (~b & d), i, 0u),
                1 => ((b & c) | (b & d) | (c & d), SecondOrder[i], Second),
                _ => (b ^ c ^ d, ThirdOrder[i], Third),
            };
            var sum = a + mixed + BinaryPrimitives.ReadUInt32LittleEndian(block[(word * 4)..]) + constant;
            (a, b, c, d) = (d, BitOperations.RotateLeft(sum, Shifts[round][i % 4]), b, c);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }
}
