using System.Text.Json.Nodes;
using Xunit;

namespace QlikSnowflake.Tests.Qrs.Filtering;

public sealed class QrsFilterTests(QrsFilterTests.Site site) : IClassFixture<QrsFilterTests.Site>
{
    [Theory]
    [InlineData("name eq 'alpha'", "Alpha")]
    [InlineData("NAME EQ 'ALPHA'", "Alpha")]
    [InlineData("name ne 'alpha'", "Beta's|Back\\slash|Dom (user)")]
    [InlineData("name sw 'b'", "Beta's|Back\\slash")]
    [InlineData("name ew 'A'", "Alpha")]
    [InlineData("name so 'ETA'", "Beta's")]
    [InlineData(@"name eq 'beta\'s'", "Beta's")]
    [InlineData(@"name eq 'back\\slash'", "Back\\slash")]
    [InlineData("name eq 'Dom (user)'", "Dom (user)")]
    [InlineData("name so 'nothing'", "")]
    [InlineData("name sw 'b' and type eq 'folder'", "Beta's")]
    [InlineData("name eq 'alpha' or name sw 'b' and type eq 'folder'", "Alpha|Beta's")]
    [InlineData("(name eq 'alpha' or name sw 'b') and type eq 'folder'", "Beta's")]
    [InlineData("((name eq 'alpha'))", "Alpha")]
    [InlineData("logOn eq 1", "Beta's")]
    [InlineData("logOn lt 1", "Alpha|Back\\slash|Dom (user)")]
    [InlineData("logOn ge 0 and logOn le 0", "Alpha|Back\\slash|Dom (user)")]
    [InlineData("logOn ne 0", "Beta's")]
    [InlineData("owner.userId eq 'anna' and owner.userDirectory eq 'dom'", "Alpha")]
    [InlineData("tags.name eq 'nightly'", "Back\\slash")]
    [InlineData("tags ne null", "Back\\slash")]
    [InlineData("customProperties.definition.name eq 'stage' and customProperties.value eq 'prod'", "Dom (user)")]
    [InlineData("@Stage eq 'prod'", "Dom (user)")]
    [InlineData("@stage sw 'Pr' and name so 'user'", "Dom (user)")]
    [InlineData("@Other eq 'Prod'", "")]
    [InlineData("createdDate gt '2012-05-09 12:00:00'", "Alpha|Beta's|Back\\slash|Dom (user)")]
    [InlineData("createdDate lt '2012-05-09T12:00:00.000Z'", "")]
    public async Task Finds(string filter, string names)
    {
        var found = await site.Caller.GetAsync("/qrs/dataconnection?" + QrsCaller.Filter(filter));
        Assert.Equal(
            names.Split('|', StringSplitOptions.RemoveEmptyEntries).Order(),
            found.AsArray().Select(connection => (string)connection!["name"]!).Order()
        );
    }

    [Fact]
    public async Task Finds_by_id_and_with_plus_for_space()
    {
        var id = (string)(await site.Caller.GetAsync("/qrs/dataconnection"))[0]!["id"]!;
        Assert.Single((await site.Caller.GetAsync($"/qrs/dataconnection/full?filter=id+eq+{id}")).AsArray());
        Assert.Equal(3, (await site.Caller.GetAsync($"/qrs/dataconnection/full?filter=id+ne+{id}")).AsArray().Count);
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name eq")]
    [InlineData("name eq alpha' ")]
    [InlineData("name eq 'alpha")]
    [InlineData("name eq 'beta''s'")]
    [InlineData("name eq \"alpha\"")]
    [InlineData("name like 'a%'")]
    [InlineData("name = 'alpha'")]
    [InlineData("(name eq 'alpha'")]
    [InlineData("name eq 'alpha')")]
    [InlineData("name eq 'alpha' and")]
    [InlineData("name eq 'alpha' name eq 'beta'")]
    public async Task Bad_syntax_is_told_with_the_expression(string filter) =>
        Assert.Equal(
            (400, $"Cannot parse the expression: {filter}"),
            await site.Caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection?" + QrsCaller.Filter(filter))
        );

    [Theory]
    [InlineData("()")]
    [InlineData("nothing eq 'x'")]
    [InlineData("@ eq 'x'")]
    [InlineData("name.deeper eq 'x'")]
    [InlineData("name eq alpha")]
    [InlineData("name gt 'alpha'")]
    [InlineData("logOn so 1")]
    [InlineData("logOn eq '1'")]
    [InlineData("id gt 6d3c3a4e-0e0b-4e0a-8f55-2b1b7a7b7e11")]
    [InlineData("id eq '6d3c3a4e-0e0b-4e0a-8f55-2b1b7a7b7e11'")]
    [InlineData("createdDate gt 'soon'")]
    [InlineData("tags eq 'nightly'")]
    public async Task What_can_not_be_asked_is_an_invalid_expression(string filter) =>
        Assert.Equal(
            (400, "Invalid expression"),
            await site.Caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection/full?" + QrsCaller.Filter(filter))
        );

    [Theory]
    [InlineData("name", "Alpha|Back\\slash|Beta's|Dom (user)")]
    [InlineData("name asc", "Alpha|Back\\slash|Beta's|Dom (user)")]
    [InlineData("name desc", "Dom (user)|Beta's|Back\\slash|Alpha")]
    [InlineData("logOn desc,name desc", "Beta's|Dom (user)|Back\\slash|Alpha")]
    [InlineData("type,name", "Beta's|Alpha|Back\\slash|Dom (user)")]
    [InlineData("owner.userId,name", "Alpha|Back\\slash|Beta's|Dom (user)")]
    public async Task Orders(string order, string names)
    {
        var found = await site.Caller.GetAsync("/qrs/dataconnection?orderby=" + Uri.EscapeDataString(order));
        Assert.Equal(names.Split('|'), found.AsArray().Select(connection => (string)connection!["name"]!));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("name up")]
    [InlineData("name asc desc")]
    [InlineData("owner")]
    [InlineData("name,")]
    public async Task An_order_that_makes_no_sense_is_400(string order) =>
        Assert.Equal(
            400,
            (await site.Caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection?orderby=" + Uri.EscapeDataString(order))).Status
        );

    public sealed class Site : IAsyncLifetime
    {
        private RunningEmulator _emulator = null!;

        internal QrsCaller Caller { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _emulator = await RunningEmulator.StartAsync();
            var qrs = _emulator.Host.Qrs;
            var anna = qrs.AddUser("DOM", "anna");
            var nightly = qrs.AddTag("nightly");
            var stage = qrs.AddCustomProperty("Stage", ["DataConnection"], "Dev", "Prod");
            qrs.AddDataConnection(With("Alpha", "owner", new JsonObject { ["id"] = anna.ToString() }));
            var beta = With("Beta's", "logOn", 1);
            beta["type"] = "folder";
            qrs.AddDataConnection(beta);
            qrs.AddDataConnection(With("Back\\slash", "tags", new JsonArray(new JsonObject { ["id"] = nightly.ToString() })));
            qrs.AddDataConnection(
                With(
                    "Dom (user)",
                    "customProperties",
                    new JsonArray(
                        new JsonObject
                        {
                            ["value"] = "Prod",
                            ["definition"] = new JsonObject { ["id"] = stage.ToString() },
                        }
                    )
                )
            );
            Caller = new QrsCaller(_emulator.Manifest);
        }

        public async Task DisposeAsync()
        {
            Caller.Dispose();
            await _emulator.DisposeAsync();
        }

        private static JsonObject With(string name, string property, JsonNode value)
        {
            var connection = QrsCaller.Connection(name);
            connection[property] = value;
            return connection;
        }
    }
}
