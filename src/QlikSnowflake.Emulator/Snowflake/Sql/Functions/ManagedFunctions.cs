using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>The functions that the emulator computes itself, by name, and whether each is called for NULL as well.</summary>
internal static class ManagedFunctions
{
    private static readonly Dictionary<string, (ManagedFunction Function, bool TakesNull)> Table = Merge(
        ConversionFunctions.Table,
        NumberFunctions.Table,
        TextFunctions.Table,
        RegularFunctions.Table,
        DateFunctions.Table,
        JsonFunctions.Table
    );

    public static (ManagedFunction Function, bool TakesNull) Find(string name) => Table[name];

    private static Dictionary<string, (ManagedFunction, bool)> Merge(params Dictionary<string, ManagedFunction>[] tables)
    {
        var all = new Dictionary<string, (ManagedFunction, bool)>(StringComparer.Ordinal);
        foreach (var (name, function) in tables.SelectMany(t => t))
            all[name] = (function, JsonFunctions.TakesNull.Contains(name));
        return all;
    }
}

/// <summary>Reads the payloads of arguments.</summary>
internal static class Arguments
{
    public static string Text(this SqlValue[] arguments, int index) => (string)arguments[index].Payload!;

    public static int Int(this SqlValue[] arguments, int index) => (int)arguments.Long(index);

    public static long Long(this SqlValue[] arguments, int index) =>
        long.TryParse(SqlNumber.Rescale((string)arguments[index].Payload!, 0), out var number)
            ? number
            : throw new SqlError("100046", "22003", "Number out of representable range");

    public static double Double(this SqlValue[] arguments, int index) =>
        NumberFunctions.Double((string)arguments[index].Payload!);
}
