using System.Globalization;
using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>An authenticated request, with its body read.</summary>
internal sealed record CloudCall(HttpContext Context, CloudUser User, JsonNode? Body)
{
    /// <summary>Scheme, host and port as the client wrote them.</summary>
    public string Origin => $"{Context.Request.Scheme}://{Context.Request.Host}";

    public string Id => (string)Context.Request.RouteValues["id"]!;

    public string? Parameter(string name) => Context.Request.Query.TryGetValue(name, out var values) ? values[0] : null;

    public int Limit
    {
        get
        {
            if (Parameter("limit") is not { } text)
                return 20;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= 100
                ? limit
                : throw CloudRefusal.BadParameter("limit", "limit must be a number from 1 to 100.");
        }
    }

    /// <summary>This request's url with some of its parameters replaced.</summary>
    public string UrlWith(string parameter, string value, params IEnumerable<string> without)
    {
        var kept = Context
            .Request.Query.Where(pair => pair.Key != parameter && !without.Contains(pair.Key))
            .SelectMany(pair => pair.Value.Select(entry => KeyValuePair.Create(pair.Key, entry)))
            .Append(KeyValuePair.Create(parameter, (string?)value));
        return Origin + Context.Request.Path + QueryString.Create(kept);
    }

    public string Url => Origin + Context.Request.Path + Context.Request.QueryString;
}

/// <summary>What a request is answered with.</summary>
internal sealed record CloudAnswer(int Status, JsonNode? Body, string? Location = null)
{
    public static CloudAnswer Ok(JsonNode body) => new(200, body);

    public static CloudAnswer Created(JsonNode body) => new(201, body);

    public static CloudAnswer NoContent { get; } = new(204, null);
}
