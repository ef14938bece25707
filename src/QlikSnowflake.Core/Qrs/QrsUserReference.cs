namespace QlikSnowflake.Qrs;

/// <summary>A user as other objects refer to it (repository API, UserCondensed).</summary>
/// <param name="Id">The id.</param>
/// <param name="UserDirectory">The directory.</param>
/// <param name="UserId">The id within the directory.</param>
/// <param name="Name">The display name.</param>
public sealed record QrsUserReference(Guid Id, string UserDirectory, string UserId, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => UserDirectory + "\\" + UserId;
}
