using QlikSnowflake.Emulator.Hosting;
using Xunit;

namespace QlikSnowflake.Tests.Hosting;

public sealed class NewestEntriesTests
{
    [Fact]
    public void The_oldest_entry_goes_for_a_new_one()
    {
        var entries = new NewestEntries<string, int>(2);
        entries.Set("a", 1);
        entries.Set("b", 2);
        entries.Set("a", 3);
        Assert.Equal(4, entries.GetOrAdd("c", _ => 4));

        Assert.False(entries.TryGet("a", out _));
        Assert.Equal([("b", 2), ("c", 4)], entries.Snapshot());
    }

    [Fact]
    public void What_is_removed_makes_room()
    {
        var entries = new NewestEntries<string, int>(2);
        entries.Set("a", 1);
        entries.Set("b", 2);
        Assert.True(entries.Remove("a", out var removed));
        entries.Set("c", 3);

        Assert.Equal(1, removed);
        Assert.False(entries.Remove("a", out _));
        Assert.Equal(2, entries.GetOrAdd("b", _ => 9));
        entries.Clear();
        Assert.Empty(entries.Snapshot());
    }
}
