using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Statements;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// The values for ? and :name in a statement.
/// From https://docs.snowflake.com/en/developer-guide/sql-api/submitting-requests#using-bind-variables-in-a-statement.
/// </summary>
internal sealed class Bindings
{
    public static readonly Bindings None = new([]);

    private readonly Dictionary<string, (string Type, string? Value)> _values;

    private Bindings(Dictionary<string, (string Type, string? Value)> values) => _values = values;

    public int Count => _values.Count;

    /// <exception cref="ApiRefusal">A binding is not an object of a type and a value that is a string or null.</exception>
    public static Bindings Read(JsonElement bindings)
    {
        if (bindings.ValueKind == JsonValueKind.Null)
            return None;
        if (bindings.ValueKind != JsonValueKind.Object)
            throw ApiRefusal.BadPayload("bindings is not an object.");
        var values = new Dictionary<string, (string, string?)>(StringComparer.OrdinalIgnoreCase);
        foreach (var binding in bindings.EnumerateObject())
        {
            if (
                binding.Value.ValueKind != JsonValueKind.Object
                || !binding.Value.TryGetProperty("type", out var type)
                || type.ValueKind != JsonValueKind.String
                || !binding.Value.TryGetProperty("value", out var value)
                || value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)
            )
                throw ApiRefusal.BadPayload($"Binding '{binding.Name}' is not a type and a value that is a string or null.");
            values[binding.Name] = (type.GetString()!, value.GetString());
        }

        return new Bindings(values);
    }

    /// <summary>The value of one placeholder.</summary>
    /// <param name="token">The placeholder.</param>
    /// <param name="ordinal">Its number among the ? of the statement, from 1.</param>
    public SqlValue Resolve(SqlToken token, int ordinal)
    {
        var name = token.Text.Length > 0 ? token.Text : ordinal.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return _values.TryGetValue(name, out var binding)
            ? BindingValue.Parse(binding.Type, binding.Value)
            : throw SqlError.CompilationAt(token, "002049", "42601", $"Bind variable {token.Source} not set.");
    }
}
