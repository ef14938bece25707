namespace QlikSnowflake.Emulator;

/// <summary>One of the emulated services. The host gives each an application of its own, on a port of its own.</summary>
public interface IEmulatedService
{
    /// <summary>
    /// The name used in <c>emulator.json</c>, in faults and in counters: <c>qrs</c>, <c>qrsProxy</c>, <c>qlikCloud</c>
    /// or <c>snowflake</c>.
    /// </summary>
    string Name { get; }

    /// <summary>Adds the service's routes to its application.</summary>
    /// <param name="app">The application, with the host's middleware (faults, counters) already in place.</param>
    void Map(WebApplication app);
}
