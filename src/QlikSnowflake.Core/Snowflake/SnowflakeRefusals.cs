using System.Text.Json;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Statements;

namespace QlikSnowflake.Snowflake;

/// <summary>Turns Snowflake's refusals into exceptions with advice (SQL API reference, "Response codes"; facts on §3.5 codes).</summary>
internal static class SnowflakeRefusals
{
    public const string Service = "Snowflake";

    private const string TimeoutAdvice = "Give it more time with -Timeout, or a larger warehouse.";

    private static readonly Regex FailureIdForm = new(
        @"\[(?<id>[0-9a-fA-F-]{36})\]",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1)
    );

    public static SnowflakeException Of(ServiceReply reply) => Of(reply, null, null);

    /// <param name="reply">The refusal.</param>
    /// <param name="requestId">The request's id.</param>
    /// <param name="submission">The statement it is about, whose values are kept out of the message; null where it is not known
    /// here.</param>
    public static SnowflakeException Of(ServiceReply reply, string? requestId, StatementSubmission? submission)
    {
        var body = ReplyBody.Read(reply, requestId);
        var status = (int)reply.Status;
        var words = body.Message ?? (reply.Body.Count == 0 ? "(empty reply)" : reply.Quote());
        words = submission?.WithoutValues(words) ?? words;
        if (status is 401 or 403 && OfCode(reply, body, words) is { } known)
            return known;
        return status switch
        {
            401 => OfLogin(reply, body, words),
            403 => Make(
                reply,
                body,
                ErrorIds.SnowflakeForbidden,
                FailureKind.Permission,
                $"Snowflake refuses the request: {words}",
                "Check the network policy of account and user, and that the role is granted to the user."
            ),
            408 => Make(
                reply,
                body,
                ErrorIds.StatementTimeout,
                FailureKind.Timeout,
                $"The statement ran out of time and was cancelled: {words}",
                TimeoutAdvice
            ),
            422 => OfStatement(reply, body, words, submission),
            429 => Make(
                reply,
                body,
                ErrorIds.TooManyRequests,
                FailureKind.Limit,
                $"Snowflake takes no more requests for now: {words}",
                (Wait(reply) ?? "Try again later") + ", with fewer statements at once."
            ),
            404 => Make(
                reply,
                body,
                ErrorIds.StatementNotFound,
                FailureKind.NotFound,
                $"Snowflake does not know the address or the statement: {words}",
                "Check the account and host. Results of a statement are kept for 24 hours."
            ),
            _ => Make(
                reply,
                body,
                ErrorIds.SnowflakeRequestFailed,
                FailureKind.Service,
                $"Snowflake answered {status}: {words}",
                status >= 500 ? (Wait(reply) ?? "Try again") + "; if it stays, look at Snowflake's status page."
                    : body.Code is null ? "If a proxy or firewall answered in Snowflake's place, its words are quoted above."
                    : "The words are Snowflake's own: it does not take the request as it was sent. Report it with the request id."
            ),
        };
    }

    /// <summary>
    /// The statement by which an administrator sees why a login was refused, or null where the message has no id to ask
    /// by.
    /// </summary>
    public static string? FailureDetailsQuery(string message)
    {
        var match = FailureIdForm.Match(message);
        return match.Success ? $"SELECT SYSTEM$GET_LOGIN_FAILURE_DETAILS('{match.Groups["id"].Value}')" : null;
    }

    public static SnowflakeException NotUnderstood(ServiceReply reply, Exception? inner) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.ReplyNotUnderstood,
                Kind = FailureKind.InvalidData,
                StatusCode = (int)reply.Status,
                Message =
                    $"The reply ({(int)reply.Status} {reply.MediaType}) is not what the SQL API sends. "
                    + $"{(inner is FormatException ? inner.Message + " " : string.Empty)}It begins: {reply.Quote()}",
                RecommendedAction =
                    inner is FormatException
                        ? "Read the result again with Receive-SnowflakeStatement. Where a value is at fault, have the "
                            + "statement give it as text: TO_CHAR."
                        : "Check the account and host, and whether a proxy answers in Snowflake's place.",
                Inner = inner,
            },
            null,
            null
        );

    /// <summary>For a result of which Snowflake sends the beginning only.</summary>
    public static SnowflakeException Incomplete(ServiceReply reply) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.ResultIncomplete,
                Kind = FailureKind.InvalidData,
                StatusCode = (int)reply.Status,
                Message = "Snowflake sends the beginning of the result only (code 391908).",
                RecommendedAction =
                    "Have the statement give less at once: fewer columns, or parts of the rows by LIMIT and OFFSET.",
            },
            null,
            null
        );

    /// <summary>For a statement that Snowflake did not end in time, so that the client cancelled it.</summary>
    public static SnowflakeException OutOfTime(TimeSpan limit, string handle, string requestId) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.StatementTimeout,
                Kind = FailureKind.Timeout,
                Message = $"The statement was still running after {limit.TotalSeconds:0} seconds and was cancelled.",
                RecommendedAction = TimeoutAdvice,
                RequestId = requestId,
            },
            null,
            handle.Length > 0 ? handle : null
        );

    /// <summary>For a submission that got no answer however often it was sent.</summary>
    public static ConnectionException OutcomeUnknown(ConnectionException cause, string requestId) =>
        new(
            ErrorIds.StatementOutcomeUnknown,
            cause.Kind,
            $"{cause.Message} Whether the statement ran is not known (request id {requestId}).",
            $"Look at the account's query history before running it again: it may have been executed. {cause.RecommendedAction}",
            cause
        );

    /// <summary>For a running statement that can no longer be asked about.</summary>
    public static ConnectionException Unreachable(ConnectionException cause, string handle) =>
        new(
            cause.ErrorId,
            cause.Kind,
            $"{cause.Message} Statement {handle} goes on in Snowflake.",
            $"Once the connection is back, Get-SnowflakeStatement {handle} tells how it ended and "
                + "Receive-SnowflakeStatement reads its rows.",
            cause
        );

    /// <summary>For an account's address behind which no SQL API answers.</summary>
    public static SnowflakeException NoAccount(SnowflakeException cause, string host) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = ErrorIds.AccountNotFound,
                Kind = FailureKind.NotFound,
                StatusCode = cause.StatusCode,
                Code = cause.Code,
                Message = $"No account answers at {host}: {cause.Message}",
                RecommendedAction =
                    "Check -Account: Snowsight shows it under Account details, as ORGANIZATION-ACCOUNT. A privatelink address has "
                    + "to be given as such.",
                RequestId = cause.RequestId,
                Inner = cause,
            },
            null,
            null
        );

    // How long the service asks to be left alone.
    private static string? Wait(ServiceReply reply) =>
        RetryDelays.RetryAfter(reply, DateTimeOffset.UtcNow) is { } wait && wait > TimeSpan.Zero
            ? $"Snowflake asks to try again after {wait.TotalSeconds:0} seconds"
            : null;

    // What a login and a statement can be refused for alike.
    private static SnowflakeException? OfCode(ServiceReply reply, ReplyBody body, string words) =>
        body.Code switch
        {
            "390189" => Make(
                reply,
                body,
                ErrorIds.RoleNotGranted,
                FailureKind.Permission,
                $"Snowflake refuses the role: {words}",
                "Name a role that is granted to the user (SHOW GRANTS TO USER); its name is case-sensitive here."
            ),
            "390422" => Make(
                reply,
                body,
                ErrorIds.SnowflakeForbidden,
                FailureKind.Permission,
                $"Snowflake refuses this machine's address: {words}",
                "Have an administrator add the address to the network policy of the account or of the user."
            ),
            _ => null,
        };

    private static SnowflakeException OfLogin(ServiceReply reply, ReplyBody body, string words)
    {
        var skew = reply.Date is { } date ? date - DateTimeOffset.UtcNow : TimeSpan.Zero;
        var clock =
            Math.Abs(skew.TotalSeconds) > 30
                ? $" This machine's clock differs from Snowflake's by {skew.TotalSeconds:0} seconds: correct it."
                : string.Empty;
        var query = FailureDetailsQuery(words) is { } statement
            ? $" An administrator sees the reason by {statement}."
            : string.Empty;
        return Make(
            reply,
            body,
            ErrorIds.SnowflakeLoginFailed,
            FailureKind.Authentication,
            $"Snowflake refuses the login: {words}",
            LoginAdvice(body.Code) + clock + query
        );
    }

    // 390144 is the one code for every refused key-pair token; tokens that someone issued have codes of their own.
    private static string LoginAdvice(string? code) =>
        code switch
        {
            null or "390144" => "Check that the user's RSA_PUBLIC_KEY_FP (DESCRIBE USER) equals the key's fingerprint "
                + "(Get-SnowflakePublicKey), and that -User is the LOGIN_NAME and -Account is right. "
                + "Test-SnowflakeConnection looks at each of these.",
            "390101" => "Check that the user is not disabled or locked (DESCRIBE USER).",
            "390318" => "The token has expired: make or request a new one.",
            _ => "Check that the token is whole, of the kind that was given (-OAuth), and neither expired nor revoked; a "
                + "programmatic access token needs a network policy for its user.",
        };

    private static SnowflakeException OfStatement(
        ServiceReply reply,
        ReplyBody body,
        string words,
        StatementSubmission? submission
    )
    {
        if (body.Code == "100132" && SqlPosition.FindStatement(words) is { } failed)
        {
            return Make(
                reply,
                body,
                ErrorIds.StatementOfSeveralFailed,
                FailureKind.Service,
                $"The statement at line {failed.Position.Line}, position {failed.Position.Column} failed "
                    + $"(\"{failed.Statement}\"): {failed.Cause}",
                "The statements before it have taken effect, those after it have not run.",
                failed.Position,
                submission?.Request.Statement
            );
        }

        var (id, kind, advice) = body.Code switch
        {
            "001003" => (
                ErrorIds.SqlSyntaxError,
                FailureKind.InvalidArgument,
                "Correct the statement at the place the message names."
            ),
            "000904" => (
                ErrorIds.SqlInvalidIdentifier,
                FailureKind.InvalidArgument,
                "Check the column's name; names in double quotes are case-sensitive."
            ),
            "002003" => (
                ErrorIds.SqlObjectNotFound,
                FailureKind.NotFound,
                "Check the name, and that the session's database, schema and role see the object."
            ),
            "003001" => (
                ErrorIds.SqlAccessDenied,
                FailureKind.Permission,
                "Use a role that has the privilege: -Role, here or of Connect-Snowflake."
            ),
            "000606" => (
                ErrorIds.NoWarehouse,
                FailureKind.InvalidArgument,
                "Name a warehouse: -Warehouse, here or of Connect-Snowflake. Its name is case-sensitive here."
            ),
            "000604" => (
                ErrorIds.StatementCanceled,
                FailureKind.Service,
                "The statement was cancelled, here or by someone else."
            ),
            "000630" => (ErrorIds.StatementTimeout, FailureKind.Timeout, TimeoutAdvice),
            "000008" => (
                ErrorIds.StatementCountMismatch,
                FailureKind.InvalidArgument,
                "Say with -StatementCount how many statements the text holds (0 for any number)."
            ),
            "000709" => (ErrorIds.StatementNotFound, FailureKind.NotFound, "The statement has ended, or its handle is wrong."),
            "002139" => (
                ErrorIds.SqlUnknownFunction,
                FailureKind.NotFound,
                "Check the function's name and the types of its arguments; one of your own needs its schema."
            ),
            "100037" or "100038" => (
                ErrorIds.SqlValueNotRecognized,
                FailureKind.InvalidArgument,
                "A value does not fit its column or its type: check the values, or convert them in the statement (TRY_TO_NUMBER and so on)."
            ),
            "001795" => (
                ErrorIds.SqlListTooLong,
                FailureKind.Limit,
                "A list takes 16,384 expressions at most: send fewer, or load the values into a table (Add-SnowflakeRow)."
            ),
            "002049" => (
                ErrorIds.SqlBindingMissing,
                FailureKind.InvalidArgument,
                "Give a value for each placeholder with -Parameter."
            ),
            "390189" => (
                ErrorIds.RoleNotGranted,
                FailureKind.Permission,
                "Name a role that is granted to the user; its name is case-sensitive here."
            ),
            _ when submission is not null && SessionStatement.Advice(submission.Request.Statement) is { } instead => (
                ErrorIds.SqlNeedsSession,
                FailureKind.InvalidArgument,
                instead
            ),
            _ => (
                ErrorIds.SqlFailed,
                FailureKind.Service,
                "The message is Snowflake's own; its query history has the details under the statement handle."
            ),
        };
        return Make(reply, body, id, kind, words, advice, SqlPosition.Find(body.Message ?? words), submission?.Request.Statement);
    }

    private static SnowflakeException Make(
        ServiceReply reply,
        ReplyBody body,
        string errorId,
        FailureKind kind,
        string message,
        string advice,
        SqlPosition? position = null,
        string? statement = null
    ) =>
        new(
            new ServiceFailure
            {
                Service = Service,
                ErrorId = errorId,
                Kind = kind,
                StatusCode = (int)reply.Status,
                Code = body.Code,
                Message = message,
                RecommendedAction = advice,
                RequestId = body.RequestId,
            },
            body.SqlState,
            body.StatementHandle,
            position,
            statement
        );

    private sealed record ReplyBody(string? Code, string? Message, string? SqlState, string? StatementHandle, string? RequestId)
    {
        public static ReplyBody Read(ServiceReply reply, string? requestId)
        {
            try
            {
                using var document = JsonDocument.Parse(reply.Body);
                var root = document.RootElement;
                if (root.ValueKind == JsonValueKind.Object)
                    return new ReplyBody(
                        root.TextOrNull("code"),
                        root.TextOrNull("message"),
                        root.TextOrNull("sqlState"),
                        root.TextOrNull("statementHandle"),
                        requestId
                    );
            }
            catch (JsonException)
            {
                // Proxies and load balancers answer with HTML; the caller quotes it.
            }

            return new ReplyBody(null, null, null, null, requestId);
        }
    }
}
