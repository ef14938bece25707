namespace QlikSnowflake.Emulator.Hosting;

/// <summary>One line of the request counters.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Route">The route pattern, such as <c>/qrs/dataconnection/{id}</c>; the path itself where no route matched.</param>
/// <param name="Received">Requests that arrived.</param>
/// <param name="Executed">Requests that reached the service's own code.</param>
public sealed record RequestCount(string Service, string Method, string Route, long Received, long Executed);
