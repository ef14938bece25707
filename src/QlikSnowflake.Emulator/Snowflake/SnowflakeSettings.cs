namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>
/// What the emulated Snowflake account is and how it behaves. Behaviour that Snowflake does not document is a setting here,
/// with the likeliest answer as its default.
/// </summary>
public sealed class SnowflakeSettings
{
    /// <summary>
    /// The account identifier in the URL: <c>organisation-account</c>, or a locator with its region
    /// (<c>xy12345.us-east-1</c>).
    /// </summary>
    public string Account { get; set; } = "myorg-myaccount";

    /// <summary>The account locator: what <c>CURRENT_ACCOUNT()</c> returns, and a second accepted spelling in a JWT.</summary>
    public string AccountLocator { get; set; } = "XY12345";

    /// <summary>What <c>CURRENT_REGION()</c> returns.</summary>
    public string Region { get; set; } = "AWS_US_EAST_1";

    /// <summary>What <c>CURRENT_VERSION()</c> returns.</summary>
    public string Version { get; set; } = "9.30.1";

    /// <summary>How far a JWT's <c>iat</c> may lie in the future before it is refused with 394302.</summary>
    public TimeSpan IssuedAtTolerance { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long after its effective expiry a JWT is still accepted. Snowflake documents no allowance.</summary>
    public TimeSpan ExpiryTolerance { get; set; } = TimeSpan.Zero;

    /// <summary>The longest time after <c>iat</c> that a JWT is accepted, whatever its <c>exp</c> says (documented: one hour).</summary>
    public TimeSpan MaximumTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether account and user in a JWT have to be upper case, as the documentation asks.</summary>
    public bool RequireUpperCaseClaims { get; set; } = true;

    /// <summary>
    /// Whether a request without <c>X-Snowflake-Authorization-Token-Type</c> has its token type recognised. The documentation says
    /// that it is; the API's specification says that OAUTH is assumed, which is the default here because it is the stricter.
    /// </summary>
    public bool RecognizeTokenType { get; set; }

    /// <summary>Whether requests without a <c>User-Agent</c> are refused.</summary>
    public bool RequireUserAgent { get; set; } = true;

    /// <summary>How long a submitted statement may run before the answer is 202 (documented: 45 seconds).</summary>
    public TimeSpan SynchronousWindow { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long every statement runs, in addition to what the statement itself asks for.</summary>
    public TimeSpan StatementDuration { get; set; }

    /// <summary>How many polls (GET) every statement answers with 202 before it has finished.</summary>
    public int PollsBeforeReady { get; set; }

    /// <summary>The <c>code</c> of a 202 for a synchronous request that overran the window.</summary>
    public string OverrunCode { get; set; } = "333333";

    /// <summary>The status of a poll of a running statement: 202, or the 429 that the documentation's flow also allows.</summary>
    public int RunningStatus { get; set; } = 202;

    /// <summary>
    /// The status of the answer to a submission whose statement timed out: 408 as specified, or the 422 seen by some
    /// clients.
    /// </summary>
    public int TimeoutStatus { get; set; } = 408;

    /// <summary>The status of a poll of a statement that timed out. The specification has no 408 there.</summary>
    public int TimeoutStatusOnPoll { get; set; } = 422;

    /// <summary>The longest time a statement runs when the request has no timeout or 0 (documented: 604,800 seconds).</summary>
    public TimeSpan MaximumTimeout { get; set; } = TimeSpan.FromSeconds(604800);

    /// <summary>The status of a GET for a handle that does not exist: 422 or 404. Not documented.</summary>
    public int UnknownHandleStatus { get; set; } = 422;

    /// <summary>The status of a GET for a partition that does not exist. Not documented.</summary>
    public int UnknownPartitionStatus { get; set; } = 400;

    /// <summary>The status of the refusal (390189) of a role that does not exist or is not granted.</summary>
    public int UnknownRoleStatus { get; set; } = 403;

    /// <summary>How long a finished statement's result can be fetched (documented: 24 hours).</summary>
    public TimeSpan ResultRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>
    /// How many statements are remembered. The oldest that has ended is forgotten for a new one, as if its result had expired.
    /// </summary>
    public int RetainedStatements { get; set; } = 10_000;

    /// <summary>How many rows of finished results are held in memory. Those of the oldest statements are forgotten first.</summary>
    public long RetainedRows { get; set; } = 1_000_000;

    /// <summary>Rows in the first partition, which is inside the first reply.</summary>
    public int FirstPartitionRows { get; set; } = 2_000;

    /// <summary>Rows in every later partition.</summary>
    public int PartitionRows { get; set; } = 10_000;

    /// <summary>Whether partitions from 1 on are compressed, as documented.</summary>
    public bool GzipPartitions { get; set; } = true;

    /// <summary>Whether partitions from 1 on are a bare array instead of <c>{"data":[...]}</c>.</summary>
    public bool BarePartitions { get; set; }

    /// <summary>Whether <c>partitionInfo</c> has <c>compressedSize</c> for partitions from 1 on.</summary>
    public bool CompressedSizes { get; set; } = true;

    /// <summary>Whether <c>data</c> comes before <c>resultSetMetaData</c> in a reply: legal JSON, and hard on streaming readers.</summary>
    public bool DataFirst { get; set; }

    /// <summary>Whether replies carry a <c>Link</c> header.</summary>
    public bool LinkHeader { get; set; } = true;

    /// <summary>Whether bindings are allowed in a request with several statements. The documentation says no.</summary>
    public bool BindingsInMultipleStatements { get; set; }

    /// <summary>The longest statement text in characters.</summary>
    public int MaximumStatementLength { get; set; } = 1_048_576;

    /// <summary>The most expressions in one VALUES clause.</summary>
    public int MaximumExpressions { get; set; } = 16_384;

    /// <summary>The session time zone when the request names none.</summary>
    public string DefaultTimeZone { get; set; } = "America/Los_Angeles";

    /// <summary>The warehouse of users, and so of requests that name none. Null: no warehouse is active.</summary>
    public string? DefaultWarehouse { get; set; } = "COMPUTE_WH";

    /// <summary>The database of requests that name none.</summary>
    public string? DefaultDatabase { get; set; } = "QLIK";

    /// <summary>The schema of requests that name none.</summary>
    public string? DefaultSchema { get; set; } = "PUBLIC";

    /// <summary>The role of users who are not administrators.</summary>
    public string DefaultRole { get; set; } = "QLIK_ROLE";

    /// <summary>The role of administrators.</summary>
    public string DefaultAdminRole { get; set; } = "ACCOUNTADMIN";

    /// <summary>The warehouses there are. Names are compared exactly, as the SQL API does.</summary>
    public ISet<string> Warehouses { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "COMPUTE_WH", "QLIK_WH", "MONO_TEST" };

    /// <summary>The databases there are, each with its schemas.</summary>
    public IDictionary<string, ISet<string>> Databases { get; } =
        new Dictionary<string, ISet<string>>(StringComparer.Ordinal)
        {
            ["QLIK"] = new HashSet<string>(StringComparer.Ordinal) { "PUBLIC", "SALES" },
            ["TESTDATABASE"] = new HashSet<string>(StringComparer.Ordinal) { "PUBLIC" },
            ["TESTDB"] = new HashSet<string>(StringComparer.Ordinal) { "PUBLIC", "TESTSCHEMA" },
        };

    /// <summary>The roles granted to every user.</summary>
    public ISet<string> Roles { get; } = new HashSet<string>(StringComparer.Ordinal) { "PUBLIC", "QLIK_ROLE", "SYSADMIN" };

    /// <summary>The roles granted to administrators only; with one of these a statement may change users.</summary>
    public ISet<string> AdminRoles { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ACCOUNTADMIN", "SECURITYADMIN", "USERADMIN" };
}
