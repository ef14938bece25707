using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Keys;

public sealed class PublicKeyTests(SampleKeys keys) : IClassFixture<SampleKeys>, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslTheory]
    [InlineData("rsa -in {key} -pubout")]
    [InlineData("rsa -in {key} -pubout -outform DER")]
    [InlineData("rsa -in {key} -RSAPublicKey_out")]
    public void Every_form_of_a_public_key_has_the_fingerprint_of_its_private_key(string command)
    {
        var key = PublicKey.ReadFile(_folder.Write("rsa_key.pub", keys.Output(command)));

        Assert.Equal(keys.Fingerprint, key.Fingerprint);
        Assert.Equal(2048, key.KeySize);
    }

    [OpenSslFact]
    public void The_body_is_the_PEM_text_without_its_armour_in_one_line()
    {
        var pem = Encoding.ASCII.GetString(keys.Output("rsa -in {key} -pubout"));
        var key = PublicKey.ReadFile(_folder.Write("rsa_key.pub", pem));

        Assert.Equal(string.Concat(pem.Split('\n').Where(l => !l.StartsWith("-----", StringComparison.Ordinal))), key.Body);
        Assert.Equal(pem, key.ToPem());
    }

    [OpenSslFact]
    public void The_body_alone_is_read_too()
    {
        var body = PublicKey.ReadFile(_folder.Write("rsa_key.pub", keys.Output("rsa -in {key} -pubout"))).Body;

        Assert.Equal(keys.Fingerprint, PublicKey.ReadFile(_folder.Write("body.txt", body + "\r\n")).Fingerprint);
    }

    [OpenSslTheory]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key}")]
    [InlineData("pkcs8 -topk8 -nocrypt -in {key} -outform DER")]
    [InlineData("req -new -x509 -key {key} -subj /CN=test")]
    public void A_file_that_is_no_public_key_is_refused(string command) =>
        Assert.Equal("KeyNotPublic", Refuse(keys.Output(command)).ErrorId);

    [Theory]
    [InlineData("hello")]
    [InlineData("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n")]
    public void What_is_no_key_at_all_is_refused(string text) =>
        Assert.Equal("KeyNotPublic", Refuse(Encoding.ASCII.GetBytes(text)).ErrorId);

    [OpenSslFact]
    public void A_public_key_of_another_algorithm_is_refused_by_its_name()
    {
        var path = _folder.Write("ec.pem", keys.Output("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256"));
        OpenSsl.Run("pkey", "-in", path, "-pubout", "-out", _folder.File("ec.pub"));

        var refusal = Refuse(File.ReadAllBytes(_folder.File("ec.pub")));

        Assert.Equal("KeyNotRsa", refusal.ErrorId);
        Assert.Contains("EC", refusal.Message);
    }

    private KeyException Refuse(byte[] content)
    {
        var path = _folder.Write("refused.pub", content);
        return Assert.Throws<KeyException>(() => PublicKey.ReadFile(path));
    }
}
