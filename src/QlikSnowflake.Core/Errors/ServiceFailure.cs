namespace QlikSnowflake.Errors;

/// <summary>The parts of a <see cref="ServiceException"/>.</summary>
public sealed record ServiceFailure
{
    /// <summary>The service that answered.</summary>
    public required string Service { get; init; }

    /// <summary>A stable id without spaces.</summary>
    public required string ErrorId { get; init; }

    /// <summary>The sort of failure.</summary>
    public required FailureKind Kind { get; init; }

    /// <summary>What happened, with the service's own words.</summary>
    public required string Message { get; init; }

    /// <summary>What to do next.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; init; }

    /// <summary>The service's own code.</summary>
    public string? Code { get; init; }

    /// <summary>The request's id.</summary>
    public string? RequestId { get; init; }

    /// <summary>The cause.</summary>
    public Exception? Inner { get; init; }
}
