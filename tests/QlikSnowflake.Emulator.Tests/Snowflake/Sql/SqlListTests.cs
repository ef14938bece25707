using Xunit;

namespace QlikSnowflake.Tests.Snowflake.Sql;

/// <summary>The list of functions in the documentation is the list of the functions that there are.</summary>
public sealed class SqlListTests
{
    [Theory]
    [InlineData("ScalarFunctions")]
    [InlineData("AggregateFunctions")]
    [InlineData("WindowFunctions")]
    public void Every_function_is_listed(string table)
    {
        var type = typeof(QlikSnowflake.Emulator.EmulatorHost).Assembly.GetType(
            "QlikSnowflake.Emulator.Snowflake.Sql.Functions." + table
        )!;
        var names = (IEnumerable<string>)type.GetProperty("Names")!.GetValue(null)!;
        var listed = File.ReadAllText(ListPath())
            .Split([' ', ',', '\n', '\r', '`', '.', '|'], StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(names, name => !listed.Contains(name));
    }

    private static string ListPath()
    {
        const string Page = "docs/EMULATOR-SQL.md";
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, Page)))
            folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException(Page);
        return Path.Combine(folder, Page);
    }
}
