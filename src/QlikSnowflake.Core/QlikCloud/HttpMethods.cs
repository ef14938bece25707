namespace QlikSnowflake.QlikCloud;

/// <summary>HTTP methods that .NET Framework has no name for.</summary>
internal static class HttpMethods
{
    public static HttpMethod Patch { get; } = new("PATCH");
}
