using System.Text;

namespace QlikSnowflake.Http;

/// <summary>The query of a request that is about to be sent.</summary>
public static class RequestQuery
{
    /// <summary>Adds to an attempt's query what is not in it yet: a redirect can bring back what was sent before.</summary>
    /// <param name="message">The attempt.</param>
    /// <param name="query">Names and values, not yet escaped.</param>
    public static void Add(HttpRequestMessage message, IEnumerable<KeyValuePair<string, string>> query)
    {
        var address = message.RequestUri!;
        var text = new StringBuilder(address.AbsoluteUri);
        var separator = address.Query.Length > 0 ? '&' : '?';
        var present = address.Query.TrimStart('?').Split('&');
        foreach (var pair in query)
        {
            var name = Uri.EscapeDataString(pair.Key) + "=";
            if (Array.Exists(present, p => p.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
                continue;

            text.Append(separator).Append(name).Append(Uri.EscapeDataString(pair.Value));
            separator = '&';
        }

        message.RequestUri = new Uri(text.ToString());
    }
}
