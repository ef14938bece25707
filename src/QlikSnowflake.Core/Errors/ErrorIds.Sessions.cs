namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>No session is open that the cmdlet can work in.</summary>
    /// <remarks>Run the Connect cmdlet that the message names.</remarks>
    public const string NoSession = nameof(NoSession);

    /// <summary>The session that is given, or that an object came from, is closed.</summary>
    /// <remarks>Open it again with its Connect cmdlet and read the objects again, or give another with -Session.</remarks>
    public const string SessionClosed = nameof(SessionClosed);

    /// <summary>No open session has the name given.</summary>
    /// <remarks>Look at the names with the Get cmdlets of sessions; -Name of the Connect cmdlets gives one.</remarks>
    public const string SessionNotFound = nameof(SessionNotFound);

    /// <summary>Sessions with several services have the name given.</summary>
    /// <remarks>Say with -Service which one is meant.</remarks>
    public const string SessionAmbiguous = nameof(SessionAmbiguous);

    /// <summary>An object is a copy that does not know its session, and several sessions are open.</summary>
    /// <remarks>Say with -Session which one is meant.</remarks>
    public const string ObjectSessionUnknown = nameof(ObjectSessionUnknown);

    /// <summary>The session logs in to Snowflake by a token, and the cmdlet needs a key pair.</summary>
    /// <remarks>Open a session with -PrivateKeyPath.</remarks>
    public const string SessionHasNoKey = nameof(SessionHasNoKey);

    /// <summary>The session does not log in with an API key whose id can be told, and the store holds none.</summary>
    /// <remarks>Connect with the API key that is to be rotated: Connect-QlikCloud -ApiKey.</remarks>
    public const string SessionHasNoApiKey = nameof(SessionHasNoApiKey);

    /// <summary>Nothing to connect with came in from the pipeline.</summary>
    /// <remarks>Look at the filter before Connect, which lets nothing through.</remarks>
    public const string ConnectNothing = nameof(ConnectNothing);

    /// <summary>More than one thing to connect with came in from the pipeline.</summary>
    /// <remarks>Choose one before it is piped in, such as by Select-Object -First 1.</remarks>
    public const string ConnectAmbiguous = nameof(ConnectAmbiguous);

    /// <summary>Neither a key nor a token nor another login is given.</summary>
    /// <remarks>Give one: -PrivateKeyPath or -Token for Snowflake, -ApiKey or -ClientId and -ClientSecret for Qlik
    /// Cloud.</remarks>
    public const string CredentialMissing = nameof(CredentialMissing);
}
