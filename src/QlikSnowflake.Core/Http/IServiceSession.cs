namespace QlikSnowflake.Http;

/// <summary>An open session with one service.</summary>
public interface IServiceSession : IDisposable
{
    /// <summary>The name by which the user refers to it.</summary>
    string Name { get; }
}
