namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>A text is no duration, could be read as two (24:00:00), or ends before now; or a duration is not more than
    /// nothing.</summary>
    /// <remarks>Give a number with its unit such as 12h or 30d, P30D or P1M, a TimeSpan, or the date on which it ends.</remarks>
    public const string DurationInvalid = nameof(DurationInvalid);

    /// <summary>A filter for a Qlik Sense repository is written with operators of PowerShell, such as -eq.</summary>
    /// <remarks>Write it in the repository's language: name eq 'x'.</remarks>
    public const string FilterInvalid = nameof(FilterInvalid);

    /// <summary>A name or value to look for holds a control character, such as a line break.</summary>
    /// <remarks>Remove it from the value.</remarks>
    public const string FilterValueInvalid = nameof(FilterValueInvalid);

    /// <summary>An object that was piped in has none of the properties that say what is meant, or has an object in their
    /// place.</summary>
    /// <remarks>Pipe in what the module's Get cmdlets emit, or select the property first.</remarks>
    public const string InputObjectUnclear = nameof(InputObjectUnclear);

    /// <summary>A name begins with @{ and is an object that has become text.</summary>
    /// <remarks>Pipe the object in itself, or give one of its properties, such as $object.Name.</remarks>
    public const string ObjectGivenAsText = nameof(ObjectGivenAsText);

    /// <summary>A name looks like a wildcard and is no valid one: a bracket is not closed.</summary>
    /// <remarks>Put a backtick before the character that is meant as it is.</remarks>
    public const string WildcardInvalid = nameof(WildcardInvalid);

    /// <summary>The body of a request is nested too deeply, or refers to itself.</summary>
    /// <remarks>Give JSON text, or an object without loops.</remarks>
    public const string BodyTooDeep = nameof(BodyTooDeep);

    /// <summary>The body of a request holds NaN or an infinity, which JSON does not have.</summary>
    /// <remarks>Leave it out, or give it as a text.</remarks>
    public const string BodyInvalid = nameof(BodyInvalid);

    /// <summary>Two parameters give the same thing.</summary>
    /// <remarks>Give one of them.</remarks>
    public const string ParametersConflict = nameof(ParametersConflict);
}
