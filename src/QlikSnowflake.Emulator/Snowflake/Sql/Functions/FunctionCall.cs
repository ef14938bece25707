using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>A call as it is written, for the functions to translate.</summary>
internal sealed class FunctionCall(SqlToken name, string upper, Compilation compilation, ExpressionCompiler expressions)
{
    public SqlToken Name { get; } = name;

    public string Upper { get; } = upper;

    public Compilation Compilation { get; } = compilation;

    public List<Typed> Arguments { get; } = [];

    public bool Distinct { get; set; }

    public bool Star { get; set; }

    public bool IgnoreNulls { get; set; }

    /// <summary>The list after ORDER BY, in the call or in WITHIN GROUP.</summary>
    public string? Order { get; set; }

    /// <summary>What that list orders by.</summary>
    public IReadOnlyList<Typed> OrderBy { get; set; } = [];

    /// <summary>What stands in the parentheses after OVER; null without OVER.</summary>
    public string? Over { get; set; }

    public bool HasWindowOrder { get; set; }

    public bool HasFrame { get; set; }

    public TimeZoneInfo Zone => Compilation.Session.TimeZone;

    public Typed this[int index] => Arguments[index];

    public int Count => Arguments.Count;

    public string Text(int index) => To(index, TypeRules.Text);

    public string To(int index, SnowflakeColumn type) => expressions.To(Arguments[index], type).Sql;

    public Typed Cast(int index, SnowflakeColumn type) => expressions.To(Arguments[index], type);

    public Typed Number(int index) => TypeRules.Number(Arguments[index], Zone);

    public string Condition(int index) => To(index, TypeRules.Boolean);

    public string Compare(string operation, Typed left, Typed right) => expressions.Compare(operation, left, right);

    public Typed Divide(Typed left, Typed right) => expressions.Divide(left, right);

    public Typed Remainder(Typed left, Typed right) => expressions.Remainder(left, right);

    /// <summary>The type that all arguments from one on become.</summary>
    public SnowflakeColumn Common(int from = 0) =>
        Arguments
            .Skip(from)
            .Aggregate((a, b) => new Typed("", TypeRules.Common(a, b)) { Constant = a.IsNull && b.IsNull ? a.Constant : null })
            .Type;

    public void Expect(int least, int most)
    {
        if (Count >= least && Count <= most && !(Star && Upper != "COUNT"))
            return;
        throw SqlError.CompilationAt(
            Name,
            "000938",
            "22023",
            $"not enough or too many arguments for function [{Upper}], got {Count}"
        );
    }
}
