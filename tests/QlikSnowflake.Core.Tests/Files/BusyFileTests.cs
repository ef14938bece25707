using QlikSnowflake.Files;

namespace QlikSnowflake.Tests.Files;

public sealed class BusyFileTests
{
    private static readonly TimeSpan Forever = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(unchecked((int)0x80070020))]
    [InlineData(unchecked((int)0x80070021))]
    public void Windows_refusals_for_a_file_in_use_pass_when_it_is_let_go(int code)
    {
        var attempts = 0;

        var result = BusyFile.Try(
            () => ++attempts < 3 ? throw new IOException("in use", code) : attempts,
            BusyFile.IsBusy,
            Forever
        );

        Assert.Equal(3, result);
    }

    [Theory]
    [InlineData(unchecked((int)0x80070070))]
    [InlineData(unchecked((int)0x80070002))]
    public void Other_failures_are_told_at_once(int code)
    {
        var attempts = 0;

        Assert.Throws<IOException>(() => BusyFile.Try<int>(() => throw Failure(ref attempts, code), BusyFile.IsBusy, Forever));

        Assert.Equal(1, attempts);
    }

    [Fact]
    public void Patience_ends()
    {
        var attempts = 0;
        const int Sharing = unchecked((int)0x80070020);

        var last = Assert.Throws<IOException>(() =>
            BusyFile.Try<int>(() => throw Failure(ref attempts, Sharing), BusyFile.IsBusy, TimeSpan.Zero)
        );

        Assert.Equal((1, Sharing), (attempts, last.HResult));
    }

    private static IOException Failure(ref int attempts, int code)
    {
        attempts++;
        return new IOException("failed", code);
    }
}
