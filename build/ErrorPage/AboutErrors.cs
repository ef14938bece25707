using System.Text;

namespace QlikSnowflake.ErrorPage;

/// <summary>The page about_QlikSnowflake_Errors: what is the same for all errors, then every id by its area.</summary>
public static class AboutErrors
{
    /// <summary>The page in the repository.</summary>
    public const string PagePath = "module/docs/en-US/about_QlikSnowflake_Errors.md";

    // As wide as the other pages, which a console shows indented by four.
    private const int Width = 76;

    // In the order in which a script meets them.
    private static readonly (string Area, string Heading)[] Areas =
    [
        ("Sessions", "Sessions"),
        ("Network", "Network, proxies and server certificates"),
        ("Input", "Parameters and what is piped in"),
        ("Files", "Files"),
        ("Keys", "Keys and tokens"),
        ("Certificates", "Client certificates and encryption"),
        ("Qrs", "Qlik Sense on Windows"),
        ("DataConnections", "Data connections"),
        ("QlikCloud", "Qlik Cloud"),
        ("ApiKeys", "API keys of Qlik Cloud"),
        ("Snowflake", "Snowflake: account and login"),
        ("Statements", "Snowflake: statements"),
        ("Rows", "Snowflake: rows into a table"),
        ("UserKeys", "Snowflake: keys of users"),
        ("Connections", "Connections of all sites, and the report"),
        ("Rotation", "Rotation of keys"),
        ("Emulator", "The emulator"),
    ];

    private const string Start = """
        # about_QlikSnowflake_Errors

        ## Short description

        The errors of the module QlikSnowflake by id: when each one happens, and
        what to do.

        ## Long description

        Each error has an id that stays as it is from version to version, a
        category, and advice. The message says more than this page does: which
        file, which connection, which value. $_.ErrorDetails.RecommendedAction has
        the advice that fits it.

        ## Catching an error by its id

        FullyQualifiedErrorId starts with the id; a comma and the cmdlet's class
        follow. This works in Windows PowerShell 5.1 and in PowerShell 7:

        ```powershell
        try {
            Connect-Snowflake -Account myorg-myaccount -User SVC_QLIK `
                -PrivateKeyPath C:\Keys\rsa_key.p8 -ErrorAction Stop
        }
        catch {
            if ($_.FullyQualifiedErrorId -like 'KeyPassphraseRequired,*') {
                'The key needs a passphrase.'
            }
            elseif ($_.CategoryInfo.Category -eq 'ConnectionError') {
                'Snowflake cannot be reached now.'
            }
            else {
                throw
            }
        }
        ```

        -ErrorAction Stop matters: a failure of one input among several does not
        end the command, and catch sees it only where it does. The category says
        what sort of failure it is, such as ObjectNotFound, AuthenticationError,
        PermissionDenied, LimitsExceeded, OperationTimeout or ConnectionError.

        RotationIncomplete and RowLoadFailed tell how far a longer work came. Where
        another error stopped it, that is $_.Exception.InnerException, with an
        ErrorId of its own.


        """;

    private const string End = """
        ## See also

        - about_QlikSnowflake
        - about_QlikSnowflake_Security
        - about_QlikSnowflake_Rotation

        """;

    /// <summary>The page's text.</summary>
    /// <param name="ids">Every error id.</param>
    /// <exception cref="ArgumentException">An id belongs to no area that the page has.</exception>
    public static string Write(IReadOnlyList<ErrorId> ids)
    {
        if (ids.FirstOrDefault(id => !Areas.Any(a => a.Area == id.Area)) is { } stray)
            throw new ArgumentException($"The page has no heading for the area {stray.Area} of {stray.Name}.", nameof(ids));

        var page = new StringBuilder(Start);
        foreach (var (area, heading) in Areas)
        {
            page.Append("## ").Append(heading).Append("\n\n");
            foreach (var id in ids.Where(id => id.Area == area).OrderBy(id => id.Name, StringComparer.Ordinal))
                AppendItem(page, $"- {id.Name}: {id.When} {id.Advice}");
            page.Append('\n');
        }

        // The sources may have been checked out with other line ends.
        return page.Append(End).Replace("\r", string.Empty).ToString();
    }

    private static void AppendItem(StringBuilder page, string text)
    {
        var length = 0;
        foreach (var word in text.Split(' '))
        {
            if (length + 1 + word.Length > Width)
            {
                page.Append("\n  ").Append(word);
                length = 2 + word.Length;
                continue;
            }

            page.Append(length == 0 ? string.Empty : " ").Append(word);
            length += (length == 0 ? 0 : 1) + word.Length;
        }

        page.Append('\n');
    }
}
