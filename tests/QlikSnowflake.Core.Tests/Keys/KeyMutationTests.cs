using FsCheck;
using FsCheck.Fluent;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

/// <summary>No content whatever makes reading a key fail in a way of its own.</summary>
public sealed class KeyMutationTests(SampleKeys keys) : IClassFixture<SampleKeys>
{
    [Fact]
    public void Any_bytes_are_a_key_or_refused_as_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => IsReadOrRefused(bytes))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_bytes_after_the_start_of_a_DER_sequence_are_a_key_or_refused_as_one() =>
        Prop.ForAll(
                ArbMap.Default.ArbFor<byte[]>(),
                bytes => IsReadOrRefused([0x30, (byte)Math.Min(0x7F, bytes.Length), .. bytes])
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Any_body_in_armour_is_a_key_or_refused_as_one()
    {
        var labels = Gen.Elements("PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "PUBLIC KEY", "EC PRIVATE KEY", "");
        var armoured =
            from label in labels
            from body in ArbMap.Default.ArbFor<byte[]>().Generator
            select System.Text.Encoding.ASCII.GetBytes(
                $"-----BEGIN {label}-----\n{Convert.ToBase64String(body)}\n-----END {label}-----\n"
            );

        Prop.ForAll(armoured.ToArbitrary(), pem => IsReadOrRefused(pem)).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key} -outform DER")]
    [InlineData("rsa -in {key} -traditional -outform DER")]
    [InlineData("rsa -in {key} -traditional -aes256 -passout {pass}")]
    [InlineData("pkcs8 -topk8 -in {key} -passout {pass} -iter 1")]
    [InlineData("pkcs8 -topk8 -in {key} -passout {pass} -iter 1 -outform DER")]
    [InlineData("pkcs8 -topk8 -in {key} -passout {pass} -iter 1 -v1 PBE-SHA1-3DES -outform DER")]
    [InlineData("rsa -in {key} -pubout -outform DER")]
    public void A_key_with_bytes_changed_added_or_dropped_is_a_key_or_refused_as_one(string command)
    {
        var original = keys.Output(command);

        // Half of the changes go to the first 120 bytes, where the structure is.
        var change =
            from kind in Gen.Choose(0, 2)
            from near in Gen.Elements(true, false)
            from position in Gen.Choose(0, near ? Math.Min(120, original.Length - 1) : original.Length - 1)
            from value in Gen.Choose(0, 255)
            select (kind, position, (byte)value);
        var mutations = Gen.Choose(1, 4).SelectMany(count => Gen.ArrayOf(change, count));

        Prop.ForAll(mutations.ToArbitrary(), changes => IsReadOrRefused(Apply(original, changes)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    private static byte[] Apply(byte[] original, (int Kind, int Position, byte Value)[] changes)
    {
        var content = original.ToList();
        foreach (var (kind, position, value) in changes)
        {
            if (kind == 0)
                content.Insert(Math.Min(position, content.Count), value);
            else if (position < content.Count && kind == 1)
                content.RemoveAt(position);
            else if (position < content.Count)
                content[position] = value;
        }

        return [.. content];
    }

    // Anything but a KeyException goes through and fails the property.
    private static bool IsReadOrRefused(byte[] content)
    {
        try
        {
            using var key = SigningKey.Read(content, SampleKeys.Passphrase.Secret(), "test");
            return key.PublicKey.KeySize >= SigningKey.LeastBits;
        }
        catch (KeyException)
        {
            return true;
        }
    }
}
