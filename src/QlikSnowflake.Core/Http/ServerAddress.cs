using System.Globalization;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Http;

/// <summary>Turns a host as users type it into a base address, and refuses whatever is more than a host and a port.</summary>
internal static class ServerAddress
{
    /// <param name="text">A host name or address, with a port if need be.</param>
    /// <param name="defaultPort">The port where none is given.</param>
    /// <param name="path">The path all requests share, without slashes at its ends.</param>
    /// <param name="parameter">The parameter's name, for errors.</param>
    public static Uri Parse(string text, int defaultPort, string path, string parameter)
    {
        var value = text.Trim();
        if (value.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            value = value.Substring("https://".Length);
        if (value.Contains("://"))
            throw Invalid(text, parameter, "only https is served");
        value = WithoutPath(value, text, parameter);

        var host = value;
        var port = defaultPort;
        var colon = value.LastIndexOf(':');
        if (
            colon >= 0
            && value.IndexOf(']') < colon
            && (value.IndexOf(':') == colon || value.StartsWith("[", StringComparison.Ordinal))
        )
        {
            host = value.Substring(0, colon);
            if (
                !int.TryParse(value.Substring(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > 65535
            )
                throw Invalid(text, parameter, "the port is not a number from 1 to 65535");
        }

        var kind = Uri.CheckHostName(host);
        if (kind == UriHostNameType.Unknown)
            throw Invalid(
                text,
                parameter,
                value.IndexOfAny(['/', '\\', '?', '#', '@', ' ']) >= 0
                    ? "it holds more than a host, such as a path"
                    : "it is no host name"
            );

        var bracketed = kind == UriHostNameType.IPv6 && !host.StartsWith("[", StringComparison.Ordinal) ? "[" + host + "]" : host;
        return new Uri(
            $"https://{bracketed}:{port.ToString(CultureInfo.InvariantCulture)}/{(path.Length > 0 ? path + "/" : string.Empty)}"
        );
    }

    // An address copied from a browser's address bar is as good as the host, where its path says nothing of its own; on a
    // Qlik Sense site the first part of it can be a virtual proxy.
    private static string WithoutPath(string value, string text, string parameter)
    {
        var end = value.IndexOfAny(['/', '?', '#']);
        if (end < 0)
            return value;

        var path = value.Substring(end).Trim('/');
        return path.Length == 0 || parameter == "Tenant"
            ? value.Substring(0, end)
            : throw new InputException(
                ErrorId(parameter),
                $"-{parameter} '{Quoted.Cut(text)}' cannot be used: it has a path, '{Quoted.Cut(path)}'.",
                parameter == "Server"
                    ? "Give the host alone, with a port if need be; the prefix of a virtual proxy goes to -VirtualProxy."
                    : "Give the host alone, with a port if need be."
            );
    }

    private static string Sample(string parameter) =>
        parameter switch
        {
            "Tenant" => "mytenant.eu.qlikcloud.com",
            "Server" => "qlikserver1.domain.local or localhost:4242",
            _ => "myorg-myaccount.snowflakecomputing.com",
        };

    private static string ErrorId(string parameter) =>
        parameter switch
        {
            "Server" => ErrorIds.ServerInvalid,
            "Tenant" => ErrorIds.TenantInvalid,
            _ => ErrorIds.HostNameInvalid,
        };

    private static InputException Invalid(string text, string parameter, string why) =>
        new(
            ErrorId(parameter),
            $"-{parameter} '{text}' cannot be used: {why}.",
            $"Give the host alone, with a port if need be, such as {Sample(parameter)}: no path."
        );
}
