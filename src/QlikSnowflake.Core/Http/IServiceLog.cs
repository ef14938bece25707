namespace QlikSnowflake.Http;

/// <summary>Where a call reports what it does. Called from any thread; texts never hold secrets, query strings or bodies.</summary>
public interface IServiceLog
{
    /// <summary>A detail of interest to who looks closer.</summary>
    /// <param name="message">The text.</param>
    void Verbose(string message);

    /// <summary>Something the user should know although the work goes on.</summary>
    /// <param name="message">The text.</param>
    void Warning(string message);
}
