namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The tenant's address cannot be used.</summary>
    /// <remarks>Give the host alone, such as mytenant.eu.qlikcloud.com.</remarks>
    public const string TenantInvalid = nameof(TenantInvalid);

    /// <summary>The API key is empty or holds characters that no key has.</summary>
    /// <remarks>Copy the key again, without quotes and line breaks.</remarks>
    public const string ApiKeyInvalid = nameof(ApiKeyInvalid);

    /// <summary>The OAuth client's id or secret is empty or holds characters that none has.</summary>
    /// <remarks>Copy them again, without quotes and line breaks.</remarks>
    public const string ClientSecretInvalid = nameof(ClientSecretInvalid);

    /// <summary>The file of qlik-cli has no context of the name given.</summary>
    /// <remarks>Choose one that the message names; qlik context init makes one.</remarks>
    public const string ContextNotFound = nameof(ContextNotFound);

    /// <summary>A context of qlik-cli lacks something to connect with.</summary>
    /// <remarks>Complete it with qlik context update.</remarks>
    public const string ContextIncomplete = nameof(ContextIncomplete);

    /// <summary>The file of qlik-cli's contexts does not exist or cannot be read.</summary>
    /// <remarks>Run qlik context init, or set QLIK_CLI_USER_HOME_DIR to the folder that holds .qlik.</remarks>
    public const string ContextFileUnreadable = nameof(ContextFileUnreadable);

    /// <summary>The file of qlik-cli's contexts is damaged.</summary>
    /// <remarks>Write it again with qlik context init, or correct the line that the message names.</remarks>
    public const string ContextFileInvalid = nameof(ContextFileInvalid);

    /// <summary>Qlik Cloud does not accept the API key or the OAuth client.</summary>
    /// <remarks>Make a new key, or check the client's id and secret.</remarks>
    public const string QlikCloudLoginFailed = nameof(QlikCloudLoginFailed);

    /// <summary>Qlik Cloud refuses the request to this user.</summary>
    /// <remarks>Have an administrator give the user a role that allows it.</remarks>
    public const string QlikCloudForbidden = nameof(QlikCloudForbidden);

    /// <summary>Qlik Cloud finds nothing by that id or name.</summary>
    /// <remarks>Check it; the Get cmdlets list what there is.</remarks>
    public const string QlikCloudObjectNotFound = nameof(QlikCloudObjectNotFound);

    /// <summary>Several objects of Qlik Cloud have the name given.</summary>
    /// <remarks>Give the id.</remarks>
    public const string QlikCloudNameAmbiguous = nameof(QlikCloudNameAmbiguous);

    /// <summary>Qlik Cloud reports a conflict.</summary>
    /// <remarks>Choose another name: an object of that name may exist already.</remarks>
    public const string QlikCloudConflict = nameof(QlikCloudConflict);

    /// <summary>Qlik Cloud takes no more requests for now.</summary>
    /// <remarks>Wait a minute, then go on with fewer requests at once.</remarks>
    public const string QlikCloudRateLimited = nameof(QlikCloudRateLimited);

    /// <summary>Qlik Cloud refuses the values of a request.</summary>
    /// <remarks>Correct the values that the message names.</remarks>
    public const string QlikCloudRequestInvalid = nameof(QlikCloudRequestInvalid);

    /// <summary>Qlik Cloud answered with a failure of its own.</summary>
    /// <remarks>Try again; if it stays, look at Qlik Cloud's status page.</remarks>
    public const string QlikCloudRequestFailed = nameof(QlikCloudRequestFailed);

    /// <summary>The path given to Invoke-QlikCloudRequest is no path of a tenant.</summary>
    /// <remarks>Give what follows /api/v1/, or a path that starts with /api/; a query goes to -Query.</remarks>
    public const string QlikCloudPathInvalid = nameof(QlikCloudPathInvalid);

    /// <summary>The query given to Invoke-QlikCloudRequest cannot be sent.</summary>
    /// <remarks>Give each part a name and a value.</remarks>
    public const string QlikCloudQueryInvalid = nameof(QlikCloudQueryInvalid);

    /// <summary>The body given to Invoke-QlikCloudRequest is no JSON.</summary>
    /// <remarks>Give JSON text or an object.</remarks>
    public const string QlikCloudBodyInvalid = nameof(QlikCloudBodyInvalid);

    /// <summary>A list's link to its next page leads to no list of the tenant.</summary>
    /// <remarks>See whether a proxy changes the replies.</remarks>
    public const string NextLinkRefused = nameof(NextLinkRefused);

    /// <summary>A list's link to its next page leads back to the same page.</summary>
    /// <remarks>Try again; if it stays, tell Qlik's support.</remarks>
    public const string NextLinkLoops = nameof(NextLinkLoops);
}
