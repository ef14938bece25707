using QlikSnowflake.Errors;
using QlikSnowflake.Files;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.Contexts;

/// <summary>
/// Reads the contexts of the official qlik-cli: <c>contexts.yml</c> in <c>.qlik</c> of the user's home, or in the folder that
/// QLIK_CLI_USER_HOME_DIR names (qlik.dev, "qlik-cli, contexts"). The file is not encrypted, and is only read.
/// </summary>
public sealed class QlikCliContexts
{
    private const string Bearer = "Bearer ";

    private readonly string _path;

    /// <summary>Finds the file; reads nothing yet.</summary>
    /// <param name="environment">Gives environment variables.</param>
    /// <param name="homeFolder">The user's home.</param>
    public QlikCliContexts(Func<string, string?> environment, string homeFolder)
    {
        var folder = environment("QLIK_CLI_USER_HOME_DIR") is { Length: > 0 } named ? named : homeFolder;
        var below = Path.Combine(folder, ".qlik", "contexts.yml");
        var within = Path.Combine(folder, "contexts.yml");

        // Qlik's own words for the variable are of the file's path as well as of its folder's.
        _path =
            File.Exists(folder) ? folder
            : !File.Exists(below) && File.Exists(within) ? within
            : below;
    }

    /// <summary>The contexts of this process's user.</summary>
    public static QlikCliContexts OfUser() =>
        new(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The names of all contexts; none where there is no readable file.</summary>
    public IReadOnlyList<string> Names()
    {
        try
        {
            return Load().Mapping("contexts")?.Keys ?? [];
        }
        catch (QlikSnowflakeException)
        {
            return [];
        }
    }

    /// <summary>Reads a context.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="InputException">There is none, or it lacks server or login, or the file cannot be read.</exception>
    public QlikCliContext Read(string name)
    {
        var contexts = Load().Mapping("contexts");
        var context =
            contexts?.Mapping(name)
            ?? throw new InputException(
                ErrorIds.ContextNotFound,
                $"No context '{name}' is in '{_path}'.",
                contexts is { Keys.Count: > 0 }
                    ? $"Known ones: {string.Join(", ", contexts.Keys)}."
                    : "qlik context init makes one.",
                FailureKind.NotFound
            );

        var tenant = Secure(context.Text("server") ?? throw Lacks(name, "server"));

        // A client's last token is stored beside it, and has often ended: the client makes new ones.
        var (id, secret) = (context.Text("oauth-client-id"), context.Text("oauth-client-secret"));
        if (id is not null && secret is not null)
            return new QlikCliContext(name, tenant, null, id, SecretText.FromPlainText(secret));

        var headers = context.Mapping("headers");
        var authorization = headers is null
            ? null
            : headers.Text(
                headers.Keys.FirstOrDefault(k => string.Equals(k, "Authorization", StringComparison.OrdinalIgnoreCase))
                    ?? string.Empty
            );
        return authorization?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true
            ? new QlikCliContext(
                name,
                tenant,
                SecretText.FromPlainText(authorization.Substring(Bearer.Length).Trim()),
                null,
                null
            )
            : throw Lacks(name, "API key (headers, Authorization) nor OAuth client (oauth-client-id, oauth-client-secret)");
    }

    // A tenant speaks https only, whatever its example says.
    private static string Secure(string server) =>
        (
            server.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
                ? "https://" + server.Substring("http://".Length)
                : server
        ).TrimEnd('/');

    private YamlMapping Load() => YamlMapping.Read(InputFile.ReadText(_path, InputFileKind.QlikCliContexts), $"'{_path}'");

    private InputException Lacks(string name, string what) =>
        new(
            ErrorIds.ContextIncomplete,
            $"The context '{name}' in '{_path}' has no {what}.",
            "qlik context update completes it.",
            FailureKind.InvalidData
        );
}
