namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>A statement that failed, with Snowflake's code and SQLSTATE. The API answers 422 unless a status is given.</summary>
internal sealed class SqlError(string code, string sqlState, string message, int status = 422) : Exception(message)
{
    public string Code { get; } = code;

    public string SqlState { get; } = sqlState;

    public int Status { get; } = status;

    public static SqlError Syntax(SqlToken at) =>
        new(
            "001003",
            "42000",
            at.Kind == SqlTokenKind.End
                ? $"SQL compilation error:\nsyntax error line {at.Line} at position {at.Position} unexpected '<EOF>'."
                : $"SQL compilation error:\nsyntax error line {at.Line} at position {at.Position} unexpected '{at.Source}'."
        );

    public static SqlError Compilation(string code, string sqlState, string message) =>
        new(code, sqlState, "SQL compilation error:\n" + message);

    public static SqlError CompilationAt(SqlToken at, string code, string sqlState, string message) =>
        new(code, sqlState, $"SQL compilation error: error line {at.Line} at position {at.Position}\n{message}");

    public static SqlError NotFound(string kind, string name) =>
        Compilation("002003", kind == "Table" ? "42S02" : "02000", $"{kind} '{name}' does not exist or not authorized.");

    public static SqlError Privileges(string kind, string name) =>
        new("003001", "42501", $"SQL access control error:\nInsufficient privileges to operate on {kind} '{name}'.");

    public static SqlError NoWarehouse() =>
        new(
            "000606",
            "57P03",
            "No active warehouse selected in the current session.  Select an active warehouse with the 'use warehouse' command."
        );

    public static SqlError Unsupported(string feature) => new("000002", "0A000", $"Unsupported feature '{feature}'.");

    /// <summary>What Snowflake may well do and the emulator does not: never the statement's mistake.</summary>
    public static SqlError Unknown(string what) => new("000002", "0A000", $"the emulator's SQL does not know {what}.");

    public static SqlError NotRecognized(string type, string? value) =>
        new("100037", "22018", $"{type} value '{value}' is not recognized");

    public static SqlError InvalidParameter(string name, string value) =>
        Compilation("001008", "22023", $"invalid value [{value}] for parameter '{name.ToUpperInvariant()}'");
}
