using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>What a PATCH makes of a connection. ("Update data connections", Qlik Cloud developer portal.)</summary>
internal static class ConnectionPatch
{
    private const string PropertiesPath = "/connectionProperties";
    private const string Code = ConnectionStore.Invalid;

    public static CloudConnection Apply(CloudConnection connection, DataSource source, IReadOnlyList<PatchStep> steps)
    {
        RequireOneForm(steps);
        var properties = PropertiesOf(connection, source);
        var patched = connection;
        foreach (var step in steps)
        {
            if (step.Op is not ("replace" or "add" or "remove"))
                throw step.Bad(Code, "not possible.");
            if (IsUnder(step.Path, PropertiesPath))
                Change(properties, source, step);
            else
                patched = ChangeTop(patched, step);
        }

        if (steps.Any(step => IsUnder(step.Path, PropertiesPath)))
        {
            var applied = ConnectionReader.Apply(patched, source, properties);
            patched = applied with
            {
                CredentialsId =
                    applied.Secrets.Count > 0 ? patched.CredentialsId ?? Guid.NewGuid().ToString("D") : patched.CredentialsId,
            };
        }

        return AfterMove(connection, patched, steps, source);
    }

    private static bool IsUnder(string path, string parent) =>
        path.Equals(parent, StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(parent + "/", StringComparison.OrdinalIgnoreCase);

    private static void RequireOneForm(IReadOnlyList<PatchStep> steps)
    {
        bool Has(string path) => steps.Any(step => IsUnder(step.Path, path));
        if (Has("/qConnectStatement") && Has(PropertiesPath))
            throw ConnectionStore.Bad("/qConnectStatement", "qConnectStatement and connectionProperties exclude each other.");
        if (Has("/qPassword") && Has(PropertiesPath + "/password"))
            throw ConnectionStore.Bad(
                "/qPassword",
                "qPassword and a password among the connectionProperties exclude each other."
            );
    }

    /// <summary>Statement and credentials as the properties that they were made of.</summary>
    private static JsonObject PropertiesOf(CloudConnection connection, DataSource source)
    {
        var properties = new JsonObject();
        foreach (var (key, value) in ConnectionStatement.Parse(connection.Statement))
            properties[source.Spell(key)] = value;
        foreach (var (key, value) in connection.Secrets)
            properties[source.Spell(key)] = value?.DeepClone();
        return properties;
    }

    private static void Change(JsonObject properties, DataSource source, PatchStep step)
    {
        var names = step.Path.Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        if (names.Length == 0)
        {
            foreach (var (name, value) in step.Value as JsonObject ?? throw step.Bad(Code, "an object is expected."))
                properties[source.Spell(name)] = value?.DeepClone();
            return;
        }

        var property = source.Spell(names[0]);
        if (names.Length == 1)
        {
            if (step.Op == "remove")
                properties.Remove(property);
            else if (step.Op == "replace" && !properties.ContainsKey(property) && !source.IsCredential(property))
                throw step.Bad(Code, "there is nothing to replace.");
            else
                properties[property] = step.Value?.DeepClone();
            return;
        }

        // Into the list of files: /PRIV_KEY_FILE/0/value, where the last name is read in any letter case.
        if (
            names.Length != 3
            || step.Op == "remove"
            || names[1] != "0"
            || properties[property] is not JsonArray { Count: > 0 } files
            || files[0] is not JsonObject file
            || names[2].ToLowerInvariant() is not ("name" or "value") and var field
        )
        {
            throw step.Bad(Code, "there is no such place.");
        }

        file[names[2].ToLowerInvariant()] = step.Text(Code);
    }

    private static CloudConnection ChangeTop(CloudConnection connection, PatchStep step)
    {
        JsonObject With(string name)
        {
            var secrets = connection.Secrets.DeepClone().AsObject();
            secrets[name] = step.Text(Code);
            return secrets;
        }

        return step.Path.ToUpperInvariant() switch
        {
            "/QNAME" => string.IsNullOrWhiteSpace(step.Text(Code))
                ? throw step.Bad(Code, "a name is required.")
                : connection with
                {
                    Name = step.Text(Code),
                },
            "/QCONNECTSTATEMENT" => connection with { Statement = step.Text(Code) },
            "/SPACE" => connection with { SpaceId = step.Op == "remove" ? "" : step.Text(Code) },
            "/TAGS" => connection with { Tags = ConnectionReader.Tags(step.Value, 32) },
            "/QLOGON" => connection with
            {
                LogOn = ConnectionReader.LogOn(step.Value ?? throw step.Bad(Code, "a value is required.")),
            },
            "/QUSERNAME" => connection with
            {
                Secrets = With("username"),
                CredentialsId = connection.CredentialsId ?? Guid.NewGuid().ToString("D"),
            },
            "/QPASSWORD" => connection with
            {
                Secrets = With("password"),
                CredentialsId = connection.CredentialsId ?? Guid.NewGuid().ToString("D"),
            },
            _ => throw step.Bad(Code, "not possible."),
        };
    }

    /// <summary>A connection that leads elsewhere needs its credentials anew, or loses separate ones.</summary>
    private static CloudConnection AfterMove(
        CloudConnection before,
        CloudConnection after,
        IReadOnlyList<PatchStep> steps,
        DataSource source
    )
    {
        var moved =
            !string.Equals(before.Server, after.Server, StringComparison.OrdinalIgnoreCase)
            || steps.Any(step => IsUnder(step.Path, "/qConnectStatement") && before.Statement != after.Statement);
        if (!moved || before.CredentialsId is null)
            return after;
        if (before.SeparateCredentials)
            return after with { CredentialsId = null, CredentialsName = null, Secrets = [] };
        return steps.Any(BringsCredentials)
            ? after
            : throw ConnectionStore.Bad(
                PropertiesPath,
                "A change of the server or the statement needs the credentials in the same request."
            );

        bool BringsCredentials(PatchStep step)
        {
            if (step.Path.Equals("/qPassword", StringComparison.OrdinalIgnoreCase))
                return true;
            if (!IsUnder(step.Path, PropertiesPath))
                return false;
            var names = step.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            return names.Length > 1
                ? source.IsCredential(names[1]) && !names[1].Equals("username", StringComparison.OrdinalIgnoreCase)
                : step.Value is JsonObject properties
                    && properties.Any(pair =>
                        source.IsCredential(pair.Key) && !pair.Key.Equals("username", StringComparison.OrdinalIgnoreCase)
                    );
        }
    }
}
