namespace QlikSnowflake.QlikCloud;

/// <summary>One entry of the list of errors in a Qlik Cloud reply.</summary>
/// <param name="Code">The service's code, such as APIKEYS-18.</param>
/// <param name="Title">What happened.</param>
/// <param name="Detail">More of it, if any.</param>
/// <param name="Field">The field of the request at fault, if any.</param>
public sealed record QlikCloudError(string? Code, string? Title, string? Detail, string? Field)
{
    /// <inheritdoc/>
    public override string ToString() =>
        (Title ?? Code ?? "error")
        + (Detail is null || Detail == Title ? string.Empty : ": " + Detail)
        + (Code is null || Title is null ? string.Empty : $" ({Code})")
        + (Field is null ? string.Empty : " at " + Field);
}
