using QlikSnowflake.Files;

namespace QlikSnowflake.Tests.Files;

public sealed class DeviceNameTests
{
    [Theory]
    [InlineData(@"C:\t\con.p8", true)]
    [InlineData("C:/t/NUL", true)]
    [InlineData("aux.tar.gz", true)]
    [InlineData("com1 .txt", true)]
    [InlineData("LPT\u00b2.csv", true)]
    [InlineData("C:prn.html", true)]
    [InlineData("CONOUT$", true)]
    [InlineData("console.p8", false)]
    [InlineData("com10.txt", false)]
    [InlineData("company", false)]
    [InlineData(@"C:\con\rsa_key.p8", false)]
    [InlineData("rsa.con", false)]
    [InlineData("", false)]
    public void A_name_of_a_device_is_known_with_any_ending(string path, bool expected) =>
        Assert.Equal(expected, DeviceName.IsIn(path));
}
