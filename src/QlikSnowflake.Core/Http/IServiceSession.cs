namespace QlikSnowflake.Http;

/// <summary>An open session with one service.</summary>
public interface IServiceSession : IDisposable
{
    /// <summary>The name by which the user refers to it.</summary>
    string Name { get; }

    /// <summary>Whether it has been closed: it stays readable, but sends nothing any more.</summary>
    bool IsClosed { get; }
}
