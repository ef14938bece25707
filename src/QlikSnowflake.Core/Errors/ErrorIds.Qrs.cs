namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The server of a Qlik site cannot be used as an address.</summary>
    /// <remarks>Give the host alone, with a port if need be; a virtual proxy goes to -VirtualProxy.</remarks>
    public const string ServerInvalid = nameof(ServerInvalid);

    /// <summary>Server and port are given with different ports.</summary>
    /// <remarks>Give the port once.</remarks>
    public const string PortContradiction = nameof(PortContradiction);

    /// <summary>Neither a client certificate nor a login through a proxy is given.</summary>
    /// <remarks>Give one of them.</remarks>
    public const string QrsLoginMissing = nameof(QrsLoginMissing);

    /// <summary>A virtual proxy is given, but nothing to log in there with.</summary>
    /// <remarks>Give what this virtual proxy takes, such as -UseDefaultCredentials, -Credential or -Jwt.</remarks>
    public const string LoginMissing = nameof(LoginMissing);

    /// <summary>The prefix of a virtual proxy is none.</summary>
    /// <remarks>Give the prefix alone, as the QMC shows it under Virtual proxies.</remarks>
    public const string VirtualProxyInvalid = nameof(VirtualProxyInvalid);

    /// <summary>The name of the header of a login cannot be a header.</summary>
    /// <remarks>Give the name that the virtual proxy has under Header authentication header name.</remarks>
    public const string HeaderNameInvalid = nameof(HeaderNameInvalid);

    /// <summary>The value of the header of a login is empty or holds other characters than ASCII.</summary>
    /// <remarks>Give the user as the virtual proxy wants it.</remarks>
    public const string HeaderValueInvalid = nameof(HeaderValueInvalid);

    /// <summary>The ticket of a login is empty or holds characters that none has.</summary>
    /// <remarks>Give the ticket alone; it is good for one login.</remarks>
    public const string TicketInvalid = nameof(TicketInvalid);

    /// <summary>The value of the session cookie holds characters that none has.</summary>
    /// <remarks>Give the cookie's value alone.</remarks>
    public const string SessionCookieInvalid = nameof(SessionCookieInvalid);

    /// <summary>The name of the session cookie cannot be a cookie's name.</summary>
    /// <remarks>Give the name that the virtual proxy has under Session cookie header name.</remarks>
    public const string SessionCookieNameInvalid = nameof(SessionCookieNameInvalid);

    /// <summary>The user directory is empty or holds control characters.</summary>
    /// <remarks>Name an existing user's directory, such as internal.</remarks>
    public const string UserDirectoryInvalid = nameof(UserDirectoryInvalid);

    /// <summary>The user id is empty or holds control characters.</summary>
    /// <remarks>Name an existing user, such as sa_repository.</remarks>
    public const string UserIdInvalid = nameof(UserIdInvalid);

    /// <summary>The name of a user of a Qlik site is none.</summary>
    /// <remarks>Give it as DIRECTORY\id.</remarks>
    public const string UserNameInvalid = nameof(UserNameInvalid);

    /// <summary>The repository or its proxy does not accept who is asking.</summary>
    /// <remarks>Use the site's client certificate on port 4242, or a login that this virtual proxy takes.</remarks>
    public const string QrsLoginFailed = nameof(QrsLoginFailed);

    /// <summary>A web page answered in the repository's place, mostly a login page.</summary>
    /// <remarks>Connect to port 4242 with the client certificate, or to a virtual proxy that takes the login given.</remarks>
    public const string QrsLoginPage = nameof(QrsLoginPage);

    /// <summary>The proxy wants a login before it passes the request on.</summary>
    /// <remarks>Connect again; check that this virtual proxy takes the kind of login given.</remarks>
    public const string QrsLoginRedirect = nameof(QrsLoginRedirect);

    /// <summary>The repository or its proxy refuses the request to this user.</summary>
    /// <remarks>Check that the user exists and is active, that its roles allow the action, and that the certificate is this
    /// site's.</remarks>
    public const string QrsForbidden = nameof(QrsForbidden);

    /// <summary>The repository's cross-site check failed.</summary>
    /// <remarks>Look for a proxy in between that drops the header X-Qlik-Xrfkey or changes the query.</remarks>
    public const string QrsXrfkeyRefused = nameof(QrsXrfkeyRefused);

    /// <summary>There is no repository behind this virtual proxy.</summary>
    /// <remarks>Check server, port and the prefix given with -VirtualProxy.</remarks>
    public const string QrsVirtualProxyNotFound = nameof(QrsVirtualProxyNotFound);

    /// <summary>The repository finds nothing at the address of the request.</summary>
    /// <remarks>Check the id; Get-QrsDataConnection lists what is there.</remarks>
    public const string QrsObjectNotFound = nameof(QrsObjectNotFound);

    /// <summary>The repository reports a conflict.</summary>
    /// <remarks>Choose another name if one of that name exists, or read the object again.</remarks>
    public const string QrsConflict = nameof(QrsConflict);

    /// <summary>Someone else changed the object twice while it was being changed; it was not changed here.</summary>
    /// <remarks>Find out who changes it at the same time, then try again.</remarks>
    public const string QrsChangedMeanwhile = nameof(QrsChangedMeanwhile);

    /// <summary>The repository refuses the values of a request.</summary>
    /// <remarks>Check the values given; the repository's audit log has the broken rules.</remarks>
    public const string QrsRequestInvalid = nameof(QrsRequestInvalid);

    /// <summary>The repository answered with a failure of its own.</summary>
    /// <remarks>Try again; the repository's log has the details.</remarks>
    public const string QrsRequestFailed = nameof(QrsRequestFailed);

    /// <summary>The path given to Invoke-QrsRequest is no path of the repository.</summary>
    /// <remarks>Give what follows /qrs/; a query goes to -Query.</remarks>
    public const string QrsPathInvalid = nameof(QrsPathInvalid);

    /// <summary>The query given to Invoke-QrsRequest cannot be sent.</summary>
    /// <remarks>Give each part a name and a value.</remarks>
    public const string QrsQueryInvalid = nameof(QrsQueryInvalid);

    /// <summary>The body given to Invoke-QrsRequest is no JSON.</summary>
    /// <remarks>Give JSON text or an object.</remarks>
    public const string QrsBodyInvalid = nameof(QrsBodyInvalid);

    /// <summary>The site has no such user.</summary>
    /// <remarks>Check directory and id; Get-QrsUser lists the users.</remarks>
    public const string QrsUserNotFound = nameof(QrsUserNotFound);

    /// <summary>The site has no such tag.</summary>
    /// <remarks>Choose another or create it with -CreateTag; Get-QrsTag lists the tags.</remarks>
    public const string QrsTagNotFound = nameof(QrsTagNotFound);

    /// <summary>A name cannot be that of a tag: it is empty, too long, or holds control characters.</summary>
    /// <remarks>Choose another name for the tag.</remarks>
    public const string QrsTagNameInvalid = nameof(QrsTagNameInvalid);

    /// <summary>The site has no such custom property.</summary>
    /// <remarks>Create it in the QMC; Get-QrsCustomProperty lists the custom properties.</remarks>
    public const string QrsCustomPropertyNotFound = nameof(QrsCustomPropertyNotFound);

    /// <summary>The custom property is not for data connections.</summary>
    /// <remarks>Add that resource type in the QMC under Custom properties.</remarks>
    public const string QrsCustomPropertyNotApplicable = nameof(QrsCustomPropertyNotApplicable);

    /// <summary>The value is not one of the custom property's choices.</summary>
    /// <remarks>Choose one of those that the message names.</remarks>
    public const string QrsCustomPropertyValueInvalid = nameof(QrsCustomPropertyValueInvalid);
}
