using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using QlikSnowflake.Emulator.Faults;
using QlikSnowflake.Emulator.Snowflake;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>The control service: counters out; faults, failures of statements, clock, settings and test data in.</summary>
internal sealed class ControlRoutes(
    EmulatorClock clock,
    RequestCounters counters,
    FaultList faults,
    IReadOnlyDictionary<string, object> settings,
    Func<string, long> executions,
    Func<IEnumerable<string>> statements,
    IReadOnlyDictionary<string, Func<SeedRequest, JsonObject>> seeds,
    SnowflakeService snowflake
)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public void Map(WebApplication app)
    {
        app.MapGet("/_emulator/state", context => Wire.WriteAsync(context, 200, State()));
        app.MapPost("/_emulator/faults", Change(AddFaults));
        app.MapDelete("/_emulator/faults", Change(_ => faults.Clear()));
        app.MapPost("/_emulator/scripts", Change(AddScript));
        app.MapDelete("/_emulator/scripts", Change(_ => snowflake.ClearScripts()));
        app.MapPost("/_emulator/clock", Change(SetClock));
        app.MapPost("/_emulator/settings", Change(SetSettings));
        app.MapPost("/_emulator/seed", SeedAsync);
    }

    private static RequestDelegate Change(Action<JsonNode?> change) =>
        context =>
            AnswerAsync(
                context,
                body =>
                {
                    change(body);
                    return null;
                }
            );

    private static async Task AnswerAsync(HttpContext context, Func<JsonNode?, JsonObject?> work)
    {
        JsonObject? answer;
        try
        {
            answer = work(await Wire.ReadAsync(context));
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException or FormatException)
        {
            await Wire.WriteAsync(context, 400, new JsonObject { ["error"] = e.Message });
            return;
        }

        await Wire.WriteAsync(context, answer is null ? 204 : 200, answer);
    }

    private Task SeedAsync(HttpContext context) =>
        AnswerAsync(
            context,
            body =>
            {
                var request = new SeedRequest(
                    body as JsonObject
                        ?? throw new ArgumentException(
                            """An object is expected, such as {"service":"qrs","dataConnections":10000}."""
                        )
                );
                return seeds.TryGetValue(request.Service, out var seed)
                    ? seed(request)
                    : throw new ArgumentException($"There is nothing to seed in {request.Service}.");
            }
        );

    private JsonObject State() =>
        new()
        {
            ["clock"] = new JsonObject
            {
                ["now"] = clock.GetUtcNow().ToString("O", System.Globalization.CultureInfo.InvariantCulture),
                ["skewSeconds"] = clock.Skew.TotalSeconds,
            },
            ["requests"] = JsonSerializer.SerializeToNode(
                counters.Snapshot().OrderBy(count => (count.Service, count.Route, count.Method)),
                Options
            ),
            ["executions"] = new JsonObject(
                settings.Keys.Select(service => KeyValuePair.Create(service, (JsonNode?)executions(service)))
            ),
            // A list: as names of an object, texts that differ in case alone would make JSON that PowerShell cannot read.
            ["statements"] = new JsonArray([
                .. statements()
                    .CountBy(text => text)
                    .Select(pair => new JsonObject { ["text"] = pair.Key, ["executed"] = pair.Value }),
            ]),
            ["faults"] = JsonSerializer.SerializeToNode(faults.Snapshot(), Options),
        };

    private void AddFaults(JsonNode? body)
    {
        var asked = (body is JsonArray array ? array.AsEnumerable() : [body])
            .Select(node => node.Deserialize<Fault>(Options) ?? throw new ArgumentException("A fault is an object."))
            .ToList();
        foreach (var fault in asked)
            FaultList.Check(fault);
        asked.ForEach(faults.Add);
    }

    private void AddScript(JsonNode? body)
    {
        var failure = body.Deserialize<ScriptedFailure>(Options) ?? throw new ArgumentException("A failure is an object.");
        if (failure.Times is 0 or < -1 || failure.Status is < 400 or > 599)
            throw new ArgumentException("times must be at least 1, or -1 for all, and status lie between 400 and 599.");
        snowflake.Script(failure.Matches, failure.ToResult());
    }

    private void SetClock(JsonNode? body)
    {
        var seconds = (double?)body?["skewSeconds"] ?? throw new ArgumentException("skewSeconds is missing.");
        if (Math.Abs(seconds) > TimeSpan.FromDays(3650).TotalSeconds)
            throw new ArgumentException("skewSeconds is more than ten years.");
        clock.Skew = TimeSpan.FromSeconds(seconds);
    }

    private void SetSettings(JsonNode? body)
    {
        if (body is not JsonObject sections)
            throw new ArgumentException("""An object is expected, such as {"qrs":{"returnPassword":"Empty"}}.""");
        var changes = new List<Action>();
        foreach (var (service, patch) in sections)
        {
            if (!settings.TryGetValue(service, out var target) || patch is not JsonObject values)
                throw new ArgumentException($"There are no settings for {service}.");
            changes.Add(SettingsPatch.Prepare(target, values));
        }

        changes.ForEach(change => change());
    }
}
