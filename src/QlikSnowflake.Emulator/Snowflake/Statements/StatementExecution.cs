using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql;

namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>
/// Turns a submission into the steps of a run: its context is checked, its text split, and each statement compiled only when those
/// before it have had their effect. From https://docs.snowflake.com/en/developer-guide/sql-api/submitting-multiple-statements.
/// </summary>
internal sealed class StatementExecution(
    SnowflakeAccount account,
    StatementPlanner planner,
    ScriptBook scripts,
    ExecutionLog log,
    Func<RunIdentity, string, StatementOutcome, string> addEnded
)
{
    private const int QuotedLength = 30;

    private readonly List<string> _handles = [];
    private Session? _session;

    /// <exception cref="SqlError">From the enumerator, when the request or one of its statements fails to compile.</exception>
    public IEnumerable<StatementPlan> Steps(RunIdentity identity, SubmitRequest request, string role)
    {
        var settings = account.Settings;
        var scripted = scripts.Take(request.Statement);
        var statements = scripted is null ? Split(request) : [new(request.Statement, 1, 0)];
        var parameters = SessionParameters.Read(request.Parameters, settings);
        if (scripted is null)
            CheckCount(statements.Count, parameters.StatementCount);
        var session = OpenSession(identity, request, role, parameters, statements.Count > 1);
        _session = session;

        if (statements.Count == 1)
        {
            var plan = scripted is not null ? scripted.Plan() : Compile(statements[0].Text, session);
            yield return plan with
            {
                Duration = plan.Duration + settings.StatementDuration,
                Polls = plan.Polls + settings.PollsBeforeReady,
                Work = () => Locked(plan.Work),
            };
            yield break;
        }

        if (session.Bindings.Count > 0 && !settings.BindingsInMultipleStatements)
            throw SqlError.Compilation("002049", "42601", "Bind variable :1 not set.");
        if (session.Warehouse is null)
            throw SqlError.NoWarehouse();
        foreach (var step in Several(identity, statements, session))
            yield return step;
    }

    /// <summary>What a transaction that was not committed has done is undone at the end.</summary>
    private IEnumerable<StatementPlan> Several(RunIdentity identity, List<StatementText> statements, Session session)
    {
        using var transaction = new OpenTransaction(() => Locked(() => session.End(account.Tables, commit: false)));
        foreach (var statement in statements)
        {
            StatementPlan plan;
            log.Executed(statement.Text);
            try
            {
                plan = scripts.Take(statement.Text)?.Plan() ?? Compile(statement.Text, session);
            }
            catch (SqlError e)
            {
                throw Wrapped(statement, e);
            }

            yield return plan with
            {
                Duration = plan.Duration + account.Settings.StatementDuration,
                Polls = plan.Polls + (statement == statements[0] ? account.Settings.PollsBeforeReady : 0),
                Work = () => RunOne(identity, statement, plan, session),
            };
        }
    }

    public StatementOutcome Finish(StatementResult result)
    {
        if (_handles.Count == 0)
            return Success(result, _session!);
        var all = new StatementResult(
            new ValueRows(
                [SnowflakeColumn.Text("multiple statement execution") with { Nullable = false }],
                [
                    [SqlValue.Text("Multiple statements executed successfully.")],
                ]
            )
        );
        return Success(all, _session!) with { Handles = _handles };
    }

    private StatementSuccess Success(StatementResult result, Session session)
    {
        var rows =
            session.Parameters.RowsPerResultSet is { } limit && limit < result.Rows.Count
                ? new FirstRows(result.Rows, limit)
                : result.Rows;
        return new(result with { Rows = rows }, session.Formats, PartitionPlan.For(rows, account.Settings));
    }

    private StatementResult RunOne(RunIdentity identity, StatementText statement, StatementPlan plan, Session session)
    {
        try
        {
            var result = Locked(plan.Work);
            _handles.Add(addEnded(identity, statement.Text, Success(result, session)));
            return result;
        }
        catch (SqlError e)
        {
            addEnded(identity, statement.Text, StatementFailure.From(e));
            throw Wrapped(statement, e);
        }
    }

    private List<StatementText> Split(SubmitRequest request)
    {
        if (request.Statement.Length > account.Settings.MaximumStatementLength)
            throw SqlError.Compilation(
                "000609",
                "54001",
                $"statement size {request.Statement.Length} exceeds the maximum of {account.Settings.MaximumStatementLength}"
            );
        var statements = StatementSplitter.Split(request.Statement);
        return statements.Count > 0 ? statements : throw SqlError.Compilation("000900", "42601", "Empty SQL statement.");
    }

    private static void CheckCount(int actual, int? wanted)
    {
        if (wanted is { } count && count != actual)
            throw new SqlError(
                "000008",
                "0A000",
                $"Actual statement count {actual} did not match the desired statement count {count}."
            );
    }

    /// <summary>The names in the body are compared exactly, as the SQL API does.</summary>
    private Session OpenSession(
        RunIdentity identity,
        SubmitRequest request,
        string role,
        SessionParameters parameters,
        bool several
    )
    {
        var settings = account.Settings;
        var database = request.Database ?? settings.DefaultDatabase;
        var schema =
            request.Schema
            ?? (request.Database is null || request.Database == settings.DefaultDatabase ? settings.DefaultSchema : "PUBLIC");
        if (request.Warehouse is not null && !settings.Warehouses.Contains(request.Warehouse))
            throw SqlError.NoWarehouse();
        if (database is not null)
        {
            if (!settings.Databases.TryGetValue(database, out var schemas))
                throw SqlError.NotFound("Database", database);
            if (schema is not null && !schemas.Contains(schema))
                throw SqlError.NotFound("Schema", $"{database}.{schema}");
        }

        return new Session(identity.User, role, parameters, request.Bindings)
        {
            Warehouse = request.Warehouse ?? settings.DefaultWarehouse,
            Database = database,
            Schema = schema,
            InMultipleStatements = several,
        };
    }

    private StatementPlan Compile(string text, Session session) => Locked(() => planner.Plan(text, session));

    private T Locked<T>(Func<T> work)
    {
        lock (account.Gate)
            return work();
    }

    private void Locked(Action work)
    {
        lock (account.Gate)
            work();
    }

    private sealed class OpenTransaction(Action end) : IDisposable
    {
        public void Dispose() => end();
    }

    private static SqlError Wrapped(StatementText statement, SqlError cause)
    {
        var quoted = statement.Text.Length <= QuotedLength ? statement.Text : statement.Text[..QuotedLength] + "...";
        return new SqlError(
            "100132",
            "P0000",
            $"JavaScript execution error: Uncaught Execution of multiple statements failed on statement \"{quoted}\" (at "
                + $"line {statement.Line}, position {statement.Position}).\n{cause.Message} in SYSTEM$MULTISTMT at '    "
                + "throw `Execution of multiple statements failed on statement {0} (at line {1}, position {2}).`' "
                + "position 4\nstackstrace:\nSYSTEM$MULTISTMT line: 10"
        );
    }
}
