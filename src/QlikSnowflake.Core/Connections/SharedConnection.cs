namespace QlikSnowflake.Connections;

/// <summary>A data connection that uses a credential together with others.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Space">Its space's name; null in a personal space.</param>
public sealed record SharedConnection(string Id, string Name, string? Space)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
