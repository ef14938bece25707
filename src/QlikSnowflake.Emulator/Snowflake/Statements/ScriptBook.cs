namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>The scripted answers; the newest that matches a statement is given.</summary>
internal sealed class ScriptBook
{
    private readonly Lock _gate = new();
    private readonly List<(Func<string, bool> Matches, ScriptedResult Result)> _scripts = [];
    private readonly Dictionary<ScriptedResult, int> _given = [];

    public void Add(Func<string, bool> matches, ScriptedResult result)
    {
        lock (_gate)
            _scripts.Insert(0, (matches, result));
    }

    public void Clear()
    {
        lock (_gate)
        {
            _scripts.Clear();
            _given.Clear();
        }
    }

    /// <returns>Null when the statement is to be executed.</returns>
    public ScriptedResult? Take(string statement)
    {
        lock (_gate)
        {
            foreach (var (matches, result) in _scripts)
            {
                var given = _given.GetValueOrDefault(result);
                if (given >= result.Times || !matches(statement))
                    continue;
                _given[result] = given + 1;
                return result;
            }
        }

        return null;
    }
}
