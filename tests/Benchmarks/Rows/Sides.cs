namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>All sides of the comparison of rows.</summary>
internal sealed class Sides(long rows)
{
    /// <summary>Download, unzip and tokenise on one thread.</summary>
    public Side Bare { get; } = new("the bare loop: download, unzip and tokenise on one thread", rows);

    /// <summary>The library without PowerShell.</summary>
    public Side Core { get; } = new("the library alone, typed objects", rows);

    /// <summary>Rows through a pipeline.</summary>
    public Side Module { get; } = new("Invoke-SnowflakeSql \\| Out-Null", rows);

    /// <summary>Rows that are kept.</summary>
    public Side Variable { get; } = new("$x = Invoke-SnowflakeSql", rows);

    /// <summary>Rows in a table.</summary>
    public Side Table { get; } = new("$x = Invoke-SnowflakeSql -As DataTable", rows);

    /// <summary>What PowerShell's pipeline takes by itself.</summary>
    public Side Engine { get; } = new("PowerShell alone: Write-Output $rows \\| Out-Null, rows made before", rows);

    /// <summary>What is pasted today.</summary>
    public Side Script { get; } = new("a script with Invoke-RestMethod", rows);

    public IEnumerable<Side> All => [Bare, Core, Module, Variable, Table, Engine, Script];
}
