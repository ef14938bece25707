using QlikSnowflake.Errors;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Keys;

public sealed class UserKeySqlTests
{
    [Theory]
    [InlineData("SVC_QLIK", "SVC_QLIK", "SVC_QLIK")]
    [InlineData("svc_qlik", "svc_qlik", "\"svc_qlik\"")]
    [InlineData("_a$1", "_a$1", "\"_a$1\"")]
    [InlineData("1A", "\"1A\"", "\"1A\"")]
    [InlineData("first.last@corp.com", "\"first.last@corp.com\"", "\"first.last@corp.com\"")]
    [InlineData("a b", "\"a b\"", "\"a b\"")]
    [InlineData("a\"b", "\"a\"\"b\"", "\"a\"\"b\"")]
    [InlineData("\"A\"", "\"\"\"A\"\"\"", "\"\"\"A\"\"\"")]
    [InlineData("A; DROP USER B", "\"A; DROP USER B\"", "\"A; DROP USER B\"")]
    [InlineData("A\" SET DISABLED=TRUE --", "\"A\"\" SET DISABLED=TRUE --\"", "\"A\"\" SET DISABLED=TRUE --\"")]
    [InlineData("A'B", "\"A'B\"", "\"A'B\"")]
    [InlineData("A\\", "\"A\\\"", "\"A\\\"")]
    [InlineData("ÄÖ", "\"ÄÖ\"", "\"ÄÖ\"")]
    [InlineData("A/*", "\"A/*\"", "\"A/*\"")]
    public void A_name_stays_a_name(string name, string typed, string exact)
    {
        Assert.Equal(typed, UserKeySql.Identifier(name));
        Assert.Equal(exact, UserKeySql.ExactIdentifier(name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("A\n")]
    [InlineData("A\0")]
    [InlineData("A\u0085")]
    public void What_cannot_be_a_name_is_refused(string name)
    {
        Assert.Equal("NameInvalid", Assert.Throws<InputException>(() => UserKeySql.Identifier(name)).ErrorId);
        Assert.Equal("NameInvalid", Assert.Throws<InputException>(() => UserKeySql.ExactIdentifier(name)).ErrorId);
        Assert.Equal("NameInvalid", Assert.Throws<InputException>(() => UserKeySql.Identifier(new string('a', 256))).ErrorId);
    }

    [Theory]
    [InlineData("plain", "'plain'")]
    [InlineData("it's", "'it''s'")]
    [InlineData("back\\slash", "'back\\\\slash'")]
    [InlineData("\\'; DROP USER X; --", "'\\\\''; DROP USER X; --'")]
    [InlineData("", "''")]
    public void A_text_stays_a_text(string text, string literal) => Assert.Equal(literal, UserKeySql.Text(text));

    [Fact]
    public void The_statements_are_those_of_the_documentation()
    {
        using var folder = new TempFolder();
        var key = PublicKey.ReadFile(KeyPairFile.Create(folder.File("k.p8"), null, 2048, overwrite: false).PublicKeyPath);

        Assert.Equal($"ALTER USER svc SET RSA_PUBLIC_KEY='{key.Body}'", UserKeySql.SetPublicKey("svc", key));
        Assert.Equal($"ALTER USER SVC SET RSA_PUBLIC_KEY_2='{key.Body}'", UserKeySql.SetSlot("SVC", 2, key));
        Assert.Equal("ALTER USER SVC UNSET RSA_PUBLIC_KEY", UserKeySql.UnsetSlot("SVC", 1));
        Assert.Equal(
            $"ALTER USER SVC ADD KEY PAIR qlik PUBLIC_KEY='{key.Body}' DAYS_TO_EXPIRY=90 COMMENT='it''s'",
            UserKeySql.AddKeyPair("SVC", "qlik", key, 90, "it's")
        );
        Assert.Equal(
            $"ALTER USER SVC ROTATE KEY PAIR QLIK PUBLIC_KEY='{key.Body}' EXPIRE_ROTATED_KEY_PAIR_AFTER_HOURS=24",
            UserKeySql.RotateKeyPair("SVC", "QLIK", key, 24)
        );
        Assert.Equal("ALTER USER \"svc\" REMOVE KEY PAIR \"qlik\"", UserKeySql.RemoveKeyPair("svc", "qlik"));
        Assert.Equal("SHOW USER KEY PAIRS FOR USER SVC", UserKeySql.ShowKeyPairs("SVC"));
        Assert.Matches("^[A-Za-z0-9+/=]+$", key.Body);
    }
}
