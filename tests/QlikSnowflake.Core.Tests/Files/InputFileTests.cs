using System.Text;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Files;

public sealed class InputFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<InputFileKind> Kinds =>
        [
            InputFileKind.Key,
            InputFileKind.PublicKey,
            InputFileKind.ClientKey,
            InputFileKind.ClientCertificate,
            InputFileKind.RootCertificate,
            InputFileKind.EncryptionCertificate,
            InputFileKind.Sql,
            InputFileKind.Connections,
            InputFileKind.ApiKey,
            InputFileKind.QlikCliContexts,
            InputFileKind.SnowflakeConnections,
            InputFileKind.Token,
            InputFileKind.Report,
        ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_fault_has_one_answer(InputFileKind kind)
    {
        var missing = _folder.File("none");
        AssertRefused(kind, missing, kind.MissingId, FailureKind.NotFound, $"The {kind.Noun} '{missing}' does not exist.");
        var below = Path.Combine(missing, "none");
        AssertRefused(kind, below, kind.MissingId, FailureKind.NotFound, $"The {kind.Noun} '{below}' does not exist.");
        AssertRefused(
            kind,
            _folder.Folder,
            kind.UnreadableId,
            FailureKind.InvalidArgument,
            $"'{_folder.Folder}' is a folder, not a {kind.Noun}."
        );
        foreach (var none in new[] { "", "a\0b" })
            AssertRefused(
                kind,
                none,
                kind.PathInvalidId,
                FailureKind.InvalidArgument,
                $"The path of the {kind.Noun} is empty or"
            );
        var empty = _folder.Write("empty", "");
        if (kind.MayBeEmpty)
            Assert.Empty(InputFile.ReadBytes(empty, kind));
        else
            AssertRefused(kind, empty, kind.InvalidId, FailureKind.InvalidData, $"The {kind.Noun} '{empty}' is empty.");
    }

    [Theory]
    [InlineData(1 << 20, "1 MiB")]
    [InlineData(1 << 18, "256 KiB")]
    public void What_is_too_large_is_not_read_to_its_end(int most, string size)
    {
        var kind = InputFileKind.Key with { MostBytes = most };
        var whole = _folder.Write("whole", new byte[most]);
        var larger = _folder.Write("larger", new byte[most + 1]);

        Assert.Equal(most, InputFile.ReadBytes(whole, kind).Length);
        AssertRefused(kind, larger, kind.InvalidId, FailureKind.InvalidData, $"'{larger}' is larger than {size}.");
    }

    [Fact]
    public void A_file_that_this_account_may_not_read_is_no_missing_one()
    {
        var path = _folder.Write("denied", "x");
        UnixMode.Set(path, "000");

        // A superuser is denied nothing but some of the kernel's own files.
        if (!IsDenied(path))
            path = "/proc/sys/net/ipv4/route/flush";
        if (!IsDenied(path))
            return;

        AssertRefused(
            InputFileKind.RootCertificate,
            path,
            "RootCertificateUnreadable",
            FailureKind.Permission,
            $"This account may not read the certificate file '{path}'."
        );
    }

    [Fact]
    public async Task A_file_that_is_in_use_is_waited_for()
    {
        var path = _folder.Write("busy", "SELECT 1");
        var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var reading = Task.Run(() => InputFile.ReadText(path, InputFileKind.Sql));

        holder.Dispose();

        Assert.Equal("SELECT 1", await reading);
    }

    [Fact]
    public void A_file_that_stays_in_use_is_said_to_be()
    {
        var path = _folder.Write("busy", "SELECT 1");
        using var holder = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        if (!IsLocked(path))
            return; // Mono has no locks between streams.

        AssertRefused(InputFileKind.Sql, path, "FileNotRead", FailureKind.Busy, "is open in another program");
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_tells_the_encoding_whatever_is_given(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var path = _folder.Write("marked", [.. encoding.GetPreamble(), .. encoding.GetBytes("Zürich €")]);

        Assert.Equal("Zürich €", InputFile.ReadText(path, InputFileKind.Sql));
        Assert.Equal("Zürich €", InputFile.ReadText(path, InputFileKind.Sql, Encoding.GetEncoding("iso-8859-1")));
    }

    [Fact]
    public void Text_without_a_mark_is_UTF8_or_what_is_given()
    {
        var utf8 = _folder.Write("utf8", "Zürich €");
        var latin = _folder.Write("latin", Encoding.GetEncoding("iso-8859-1").GetBytes("Zürich"));
        var utf16 = _folder.Write("utf16", new UnicodeEncoding(false, false).GetBytes("Zürich"));

        Assert.Equal("Zürich €", InputFile.ReadText(utf8, InputFileKind.Sql));
        Assert.Equal("Zürich", InputFile.ReadText(latin, InputFileKind.Sql, Encoding.GetEncoding("iso-8859-1")));
        Assert.Equal("Zürich", InputFile.ReadText(utf16, InputFileKind.Sql, Encoding.Unicode));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_by_their_place_and_not_quoted()
    {
        var path = _folder.Write("latin.sql", Encoding.GetEncoding("iso-8859-1").GetBytes("SELECT 1,\n'secret Zürich'"));

        var refusal = AssertRefused(
            InputFileKind.Sql,
            path,
            "FileEncodingWrong",
            FailureKind.InvalidData,
            $"The file of statements '{path}' is no text in utf-8: the byte at offset 19 (line 2) does not fit."
        );

        Assert.Equal("Save it as UTF-8, or name its encoding with -Encoding.", refusal.RecommendedAction);
        Assert.DoesNotContain("secret", refusal.Message);
        Assert.DoesNotContain(
            "-Encoding",
            Assert.Throws<InputException>(() => InputFile.ReadText(path, InputFileKind.Token)).RecommendedAction
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF16_without_a_mark_is_refused(bool bigEndian)
    {
        var path = _folder.Write("plain.sql", new UnicodeEncoding(bigEndian, false).GetBytes("SELECT 1"));

        AssertRefused(
            InputFileKind.Sql,
            path,
            "FileEncodingWrong",
            FailureKind.InvalidData,
            $"offset {(bigEndian ? 0 : 1)} (line 1)"
        );
    }

    [Fact]
    public void A_given_encoding_is_strict_as_well()
    {
        var path = _folder.Write("bytes.sql", [0x41, 0x42, 0xE9]);
        var refusal = Assert.Throws<InputException>(() => InputFile.ReadText(path, InputFileKind.Sql, Encoding.ASCII));

        Assert.Contains("no text in us-ascii: the byte at offset 2 (line 1)", refusal.Message);
    }

    private static bool IsDenied(string path)
    {
        try
        {
            File.ReadAllBytes(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static bool IsLocked(string path)
    {
        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite)) { }
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static InputException AssertRefused(InputFileKind kind, string path, string id, FailureKind failure, string message)
    {
        var refusal = Assert.Throws<InputException>(() => InputFile.ReadText(path, kind));
        Assert.Equal((id, failure), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(message, refusal.Message);
        Assert.False(string.IsNullOrEmpty(refusal.RecommendedAction));
        return refusal;
    }
}
