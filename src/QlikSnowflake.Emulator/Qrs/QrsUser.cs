using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// The user in whose name a request is made, and what he may do. (Default security rules: administrators see everything,
/// everybody else his own connections and selections.)
/// </summary>
internal sealed class QrsUser(JsonObject entity)
{
    private static readonly string[] AdministratorRoles = ["RootAdmin", "ContentAdmin", "SecurityAdmin"];
    private static readonly string[] OwnerPrivileges = ["create", "read", "update", "delete", "changeowner"];

    public JsonObject Entity => entity;

    /// <summary>As in <c>modifiedByUserName</c>.</summary>
    public string Name => $@"{(string?)entity["userDirectory"]}\{(string?)entity["userId"]}";

    public bool IsAdministrator =>
        (entity["roles"] as JsonArray)?.Any(role => AdministratorRoles.Contains((string?)role)) == true;

    public bool IsInactive => (bool?)entity["inactive"] == true || (bool?)entity["blacklisted"] == true;

    public bool MayRead(QrsEntityType type, JsonObject other) =>
        (type != QrsEntityType.DataConnection && type != QrsEntityType.Selection) || MayChange(type, other);

    public bool MayChange(QrsEntityType type, JsonObject other) =>
        IsAdministrator
        || (type == QrsEntityType.DataConnection && (string?)other["owner"]?["id"] == (string?)entity["id"])
        || (
            type == QrsEntityType.Selection
            && string.Equals((string?)other["modifiedByUserName"], Name, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Folder connections can be made by administrators only, selections by everybody.</summary>
    public bool MayCreate(QrsEntityType type, JsonObject other) =>
        IsAdministrator
        || type == QrsEntityType.Selection
        || (
            type == QrsEntityType.DataConnection
            && !string.Equals((string?)other["type"], "folder", StringComparison.OrdinalIgnoreCase)
        );

    public IReadOnlyList<string> PrivilegesOn(QrsEntityType type, JsonObject other) =>
        MayChange(type, other) ? OwnerPrivileges
        : MayRead(type, other) ? ["read"]
        : [];
}
