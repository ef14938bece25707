using System.Text.Json;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The export of the site's certificates. ("Certificate distribution", Qlik Sense Repository Service API.)</summary>
internal sealed class QrsCertificateRoutes(SiteExport export)
{
    public void Map(QrsRouter router)
    {
        router.Get("/qrs/certificatedistribution/exportcertificatespath", _ => QrsAnswer.Ok(export.Folder));
        router.Post("/qrs/certificatedistribution/exportcertificates", Export);
    }

    private QrsAnswer Export(QrsCall call)
    {
        if (!call.User.IsAdministrator)
            throw QrsRefusal.Forbidden();
        if (QrsEntityReader.Property(call.BodyObject, "machineNames") is not JsonArray { Count: > 0 } machines)
            throw QrsRefusal.BadRequest("Bad Request: machineNames is required");
        var names = machines.Select(MachineName).ToList();
        var pem = IsPem(QrsEntityReader.Property(call.BodyObject, "exportFormat"));
        var withKeys = QrsEntityReader.Property(call.BodyObject, "includeSecretsKey")?.GetValueKind() == JsonValueKind.True;
        var password =
            QrsEntityReader.Property(call.BodyObject, "certificatePassword") is JsonValue value
            && value.TryGetValue<string>(out var text)
                ? text
                : null;
        var folders = names.ConvertAll(name => export.WriteFor(name, pem, password, withKeys));
        return QrsAnswer.Created(folders.Count == 1 ? folders[0] : export.Folder);
    }

    private static string MachineName(JsonNode? node) =>
        node is JsonValue value
        && value.TryGetValue<string>(out var name)
        && Uri.CheckHostName(name) is UriHostNameType.Dns or UriHostNameType.IPv4
            ? name!
            : throw QrsRefusal.BadRequest("Bad Request: machineNames holds something that is no host name");

    /// <summary>The enumeration by its number or its name.</summary>
    private static bool IsPem(JsonNode? format) =>
        format?.ToJsonString() switch
        {
            null or "0" or "\"0\"" or "\"Windows\"" => false,
            "1" or "\"1\"" or "\"Pem\"" => true,
            _ => throw QrsRefusal.BadRequest("Bad Request: exportFormat is not one of its values"),
        };
}
