namespace QlikSnowflake.Walkthrough;

/// <summary>A way to go through the articles' jobs.</summary>
internal interface IWalkthrough
{
    /// <summary>By what the jobs are done, for the heading.</summary>
    string Through { get; }

    /// <summary>Does the jobs one after another.</summary>
    IAsyncEnumerable<Step> RunAsync(CancellationToken cancellationToken);
}
