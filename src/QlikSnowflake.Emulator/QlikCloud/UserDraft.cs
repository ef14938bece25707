namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>What a patch would make of a user, until all of its steps have been looked at.</summary>
internal sealed class UserDraft(CloudUser user)
{
    public string Name { get; set; } = user.Name;

    public string Status { get; set; } = user.Status;

    public List<string> Roles { get; set; } = [.. user.RoleIds];

    public List<string> Groups { get; set; } = [.. user.GroupIds];

    public void SaveTo(CloudUser target, DateTimeOffset now)
    {
        (target.Name, target.Status, target.LastUpdated) = (Name, Status, now);
        target.RoleIds.Clear();
        target.RoleIds.AddRange(Roles);
        target.GroupIds.Clear();
        target.GroupIds.AddRange(Groups);
    }
}
