using System.Text;
using QlikSnowflake.Signing;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Signing;

public sealed class RsaKeyTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public void A_generated_key_has_the_size_asked_for(int bits) =>
        Assert.Equal(bits, RsaKey.SizeInBits(RsaKey.SubjectPublicKeyInfo(RsaKey.Generate(bits))));

    [OpenSslFact]
    public void The_public_half_is_the_DER_that_OpenSSL_writes() =>
        Assert.Equal(
            keys.Output("rsa -in {key} -pubout -outform DER"),
            RsaKey.SubjectPublicKeyInfo(keys.Output("pkcs8 -topk8 -nocrypt -in {key} -outform DER"))
        );

    [OpenSslFact]
    public void A_key_any_of_whose_numbers_was_changed_is_damaged()
    {
        var numbers = Numbers(keys.Output("rsa -in {key} -traditional -outform DER"));
        Assert.Equal(9, numbers.Count);
        RsaKey.SubjectPublicKeyInfo(Pkcs8(numbers));

        for (var i = 1; i < numbers.Count; i++)
        {
            var changed = numbers.ToList();
            changed[i] = [.. numbers[i]];

            // An even step keeps odd numbers odd: that they fit together must be what is checked.
            changed[i][changed[i].Length - 1] ^= 0x02;

            Assert.Equal(
                PrivateKeyFault.Damaged,
                Assert.Throws<PrivateKeyFormatException>(() => RsaKey.SubjectPublicKeyInfo(Pkcs8(changed))).Fault
            );
            Assert.Equal(
                PrivateKeyFault.Damaged,
                Assert.Throws<PrivateKeyFormatException>(() => new JwtSigner(Pkcs8(changed))).Fault
            );
        }
    }

    [Fact]
    public void A_key_of_tiny_numbers_that_fit_together_is_damaged()
    {
        // p = 5, q = 11, e = 3, d = 27.
        byte[][] numbers = [.. new long[] { 0, 55, 3, 27, 5, 11, 3, 7, 1 }.Select(Der.Integer)];

        Assert.Equal(
            PrivateKeyFault.Damaged,
            Assert.Throws<PrivateKeyFormatException>(() => RsaKey.SubjectPublicKeyInfo(Pkcs8(numbers))).Fault
        );
    }

    [OpenSslTheory]
    [InlineData("PUBLIC KEY", true)]
    [InlineData("RSA PUBLIC KEY", false)]
    public void A_public_key_is_read_as_OpenSSL_writes_it(string label, bool info)
    {
        var pem = keys.Output(info ? "rsa -in {key} -pubout" : "rsa -in {key} -RSAPublicKey_out");
        Assert.Contains("-----BEGIN " + label, Encoding.ASCII.GetString(pem), StringComparison.Ordinal);

        Assert.Equal(keys.Output("rsa -in {key} -pubout -outform DER"), RsaKey.ReadPublicKey(pem));
    }

    [Fact]
    public void A_public_key_of_numbers_that_no_key_has_is_none()
    {
        var odd = new byte[256];
        odd[0] = 0x40;
        odd[255] = 1;
        var even = (byte[])odd.Clone();
        even[255] = 2;
        byte[] three = [3];

        RsaKey.ReadPublicKey(Info(odd, three));
        foreach (var wrong in new[] { Info(even, three), Info(odd, [4]), Info([55], three) })
            Assert.Equal(
                PrivateKeyFault.NotAKey,
                Assert.Throws<PrivateKeyFormatException>(() => RsaKey.ReadPublicKey(wrong)).Fault
            );

        static byte[] Info(byte[] modulus, byte[] exponent) =>
            Der.Sequence(
                Der.Sequence(Der.Oid("1.2.840.113549.1.1.1"), Der.Null()),
                Der.Bits(Der.Sequence(Der.Integer(modulus), Der.Integer(exponent)))
            );
    }

    private static byte[] Pkcs8(IEnumerable<byte[]> numbers) =>
        Der.Sequence(
            Der.Integer(0),
            Der.Sequence(Der.Oid("1.2.840.113549.1.1.1"), Der.Null()),
            Der.Octets(Der.Sequence([.. numbers]))
        );

    /// <summary>The integers of a PKCS#1 key, each with its tag and length.</summary>
    private static List<byte[]> Numbers(byte[] pkcs1)
    {
        var numbers = new List<byte[]>();
        for (var at = 4; at < pkcs1.Length; )
        {
            var (header, length) = pkcs1[at + 1] switch
            {
                0x82 => (4, (pkcs1[at + 2] << 8) | pkcs1[at + 3]),
                0x81 => (3, pkcs1[at + 2]),
                var small => (2, (int)small),
            };
            numbers.Add([.. pkcs1.Skip(at).Take(header + length)]);
            at += header + length;
        }

        return numbers;
    }
}
