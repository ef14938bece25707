using System.Globalization;
using System.Runtime.InteropServices;
using QlikSnowflake.Errors;
using QlikSnowflake.Rotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Rotation;

/// <summary>What a rotation notes is there after whatever ended it, and what is damaged is said to be.</summary>
public sealed class RotationJournalTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Path => RotationJournal.PathFor(_folder.File("new.p8"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_noted_is_read_again()
    {
        var journal = Create();
        journal.Append("Make new key", "done");
        journal.Append(
            "Switch connection",
            "failed",
            "QRS|site|a \"b\"\n",
            new Dictionary<string, string> { ["error"] = "no\r\nright", ["fingerprint"] = "SHA256:ä" }
        );

        var read = RotationJournal.Open(Path)!;

        Assert.Equal("Test", read.Kind);
        Assert.Equal(("org-acc", "SVC"), (read.Subject["ACCOUNT"], read.Subject["user"]));
        Assert.DoesNotContain("slot", read.Subject.Keys);
        Assert.Equal(
            [("Make new key", "done", null), ("Switch connection", "failed", "QRS|site|a \"b\"\n")],
            read.Entries.Select(e => (e.Step, e.Outcome, e.Target))
        );
        Assert.Equal(("no\r\nright", "SHA256:ä"), (read.Entries[1].Evidence["error"], read.Entries[1].Evidence["Fingerprint"]));
        Assert.InRange(DateTimeOffset.UtcNow - read.Entries[0].At, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(3, File.ReadAllLines(Path).Length);
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            Assert.Equal("600", UnixMode.Of(Path));
    }

    [Fact]
    public void A_line_torn_at_any_byte_is_dropped_and_the_next_one_takes_its_place()
    {
        var journal = Create();
        journal.Append("One", "done");
        var whole = new FileInfo(Path).Length;
        journal.Append("Two", "done", "target", new Dictionary<string, string> { ["a"] = "b" });
        var text = File.ReadAllBytes(Path);
        for (var length = (int)whole; length < text.Length - 1; length++)
        {
            File.WriteAllBytes(Path, text.Take(length).ToArray());
            var read = RotationJournal.Open(Path)!;
            Assert.Equal("One", Assert.Single(read.Entries).Step);

            read.Append("Three", "done");

            Assert.Equal(["One", "Three"], RotationJournal.Open(Path)!.Entries.Select(e => e.Step));
        }
    }

    [Fact]
    public void A_last_line_that_lacks_its_line_break_alone_counts_and_stays()
    {
        Create().Append("One", "done");
        File.WriteAllText(Path, File.ReadAllText(Path).TrimEnd('\n'));
        var read = RotationJournal.Open(Path)!;
        Assert.Single(read.Entries);

        read.Append("Two", "done");

        Assert.Equal(["One", "Two"], RotationJournal.Open(Path)!.Entries.Select(e => e.Step));
    }

    [Fact]
    public void Blocks_of_zeros_at_the_end_are_dropped()
    {
        Create().Append("One", "done");
        using (var file = File.Open(Path, FileMode.Append))
            file.Write(new byte[4096], 0, 4096);

        var read = RotationJournal.Open(Path)!;
        read.Append("Two", "done");

        Assert.Equal(["One", "Two"], RotationJournal.Open(Path)!.Entries.Select(e => e.Step));
    }

    [Fact]
    public void The_note_of_version_0_1_0_is_a_first_line()
    {
        File.WriteAllText(
            Path,
            """{"Account":"org-acc","User":"SVC","Name":"RSA_PUBLIC_KEY_2","Slot":2,"OldFingerprint":null}"""
        );

        var read = RotationJournal.Open(Path)!;
        read.Append("One", "done");
        read = RotationJournal.Open(Path)!;

        Assert.Equal(("org-acc", "2"), (read.Subject["account"], read.Subject["slot"]));
        Assert.Equal("One", Assert.Single(read.Entries).Step);
    }

    [Theory]
    [InlineData("", "RotationJournalUnreadable")]
    [InlineData("{", "RotationJournalUnreadable")]
    [InlineData("[]\n", "RotationJournalUnreadable")]
    [InlineData(
        "{}\nnonsense\n{\"at\":\"2026-01-01T00:00:00Z\",\"step\":\"s\",\"outcome\":\"done\"}\n",
        "RotationJournalUnreadable"
    )]
    [InlineData("{}\n{\"at\":\"2026-01-01T00:00:00Z\",\"outcome\":\"done\"}\n", "RotationJournalUnreadable")]
    [InlineData("{}\n{\"at\":\"yesterday\",\"step\":\"s\",\"outcome\":\"done\"}\n", "RotationJournalUnreadable")]
    [InlineData("{\"version\":3,\"kind\":\"x\"}\n", "RotationJournalNewer")]
    [InlineData("{\"version\":\"later\",\"kind\":\"x\"}\n", "RotationJournalNewer")]
    public void What_cannot_be_gone_on_with_is_named_with_what_to_do(string text, string id)
    {
        File.WriteAllText(Path, text);

        var refusal = Assert.Throws<InputException>(() => RotationJournal.Open(Path));

        Assert.Equal((id, FailureKind.InvalidData), (refusal.ErrorId, refusal.Kind));
        Assert.Contains(Path, refusal.Message);
        Assert.NotEmpty(refusal.RecommendedAction!);
        Assert.Equal(text, File.ReadAllText(Path));
    }

    [Fact]
    public void Of_two_that_begin_at_one_path_the_second_is_refused()
    {
        Create();
        Assert.Equal(FailureKind.AlreadyExists, Assert.Throws<InputException>(Create).Kind);
    }

    [Fact]
    public void No_journal_is_none()
    {
        Assert.Null(RotationJournal.Open(Path));
        Create().Delete();
        Assert.Null(RotationJournal.Open(Path));
    }

    [Fact]
    public void Lines_added_at_once_are_all_whole()
    {
        var journal = Create();
        Parallel.For(0, 200, i => journal.Append("Step", "done", i.ToString(CultureInfo.InvariantCulture)));

        var read = RotationJournal.Open(Path)!;

        Assert.Equal(
            Enumerable.Range(0, 200),
            read.Entries.Select(e => int.Parse(e.Target!, CultureInfo.InvariantCulture)).OrderBy(i => i)
        );
    }

    [Fact]
    public void A_journal_that_cannot_be_written_stops_what_relies_on_it()
    {
        var journal = Create();
        journal.Delete();
        Directory.CreateDirectory(Path);
        Assert.Equal("RotationJournalNotWritten", Assert.Throws<InputException>(() => journal.Append("Step", "done")).ErrorId);
    }

    private RotationJournal Create() =>
        RotationJournal.Create(
            Path,
            "Test",
            new Dictionary<string, string?>
            {
                ["account"] = "org-acc",
                ["user"] = "SVC",
                ["slot"] = null,
            }
        );
}
