using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs;

/// <summary>
/// Turns names of owners, tags and custom properties into the ids that the wire wants. Each name is asked for once, however many
/// connections refer to it. Nothing is made before <see cref="TagIdsAsync"/>.
/// </summary>
public sealed class QrsReferences
{
    private readonly QrsLookup _lookup;
    private readonly Dictionary<string, Guid> _owners = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Guid> _tags = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, QrsCustomProperty> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _missingTags = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Starts with nothing known.</summary>
    /// <param name="lookup">Where to ask.</param>
    public QrsReferences(QrsLookup lookup) => _lookup = lookup;

    /// <summary>An owner's id.</summary>
    /// <param name="owner">The directory and id.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is no such user.</exception>
    public async Task<Guid> OwnerAsync(QrsUserName owner, CallContext context)
    {
        if (!_owners.TryGetValue(owner.ToString(), out var id))
            _owners[owner.ToString()] = id = (await _lookup.FindUserAsync(owner, context).ConfigureAwait(false)).Id;
        return id;
    }

    /// <summary>Checks tags: those that are missing are refused, or noted to be made.</summary>
    /// <param name="names">The tags' names.</param>
    /// <param name="create">Whether missing ones are to be made.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">A tag is missing and is not to be made, or its name cannot be one.</exception>
    public async Task CheckTagsAsync(IEnumerable<string> names, bool create, CallContext context)
    {
        foreach (var name in names)
        {
            QrsLookup.CheckTagName(name);
            if (_tags.ContainsKey(name) || _missingTags.Contains(name))
                continue;
            if (!create)
                _tags[name] = await _lookup.FindTagAsync(name, context).ConfigureAwait(false);
            else if (await _lookup.TryFindTagAsync(name, context).ConfigureAwait(false) is { } tag)
                _tags[name] = tag.Id;
            else
                _missingTags.Add(name);
        }
    }

    /// <summary>Which of some tags were found missing and are to be made, in words; empty where none.</summary>
    /// <param name="names">The tags' names.</param>
    public string DescribeMissing(IEnumerable<string> names)
    {
        var missing = string.Join(", ", names.Where(_missingTags.Contains).Distinct(StringComparer.OrdinalIgnoreCase));
        return missing.Length == 0 ? string.Empty : $" (makes the tag {missing})";
    }

    /// <summary>The ids of tags that were checked; those that were found missing are made.</summary>
    /// <param name="names">The tags' names.</param>
    /// <param name="context">The operation.</param>
    public async Task<IReadOnlyList<Guid>> TagIdsAsync(IReadOnlyList<string> names, CallContext context)
    {
        foreach (var name in names.Where(_missingTags.Contains).ToList())
        {
            _tags[name] = (await _lookup.CreateTagAsync(name, context).ConfigureAwait(false)).Id;
            _missingTags.Remove(name);
        }

        return [.. names.Select(n => _tags[n]).Distinct()];
    }

    /// <summary>Custom properties with their definitions, after checking that a data connection can have the values.</summary>
    /// <param name="properties">The properties by name.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is none, it is not for data connections, or a value is not one of its choices.</exception>
    public async Task<IReadOnlyList<CustomPropertyValues>> CustomPropertiesAsync(
        IEnumerable<CustomPropertyValues> properties,
        CallContext context
    )
    {
        var found = new List<CustomPropertyValues>();
        foreach (var property in properties)
        {
            if (!_properties.TryGetValue(property.Name, out var definition))
                _properties[property.Name] = definition = await _lookup
                    .FindCustomPropertyAsync(property.Name, context)
                    .ConfigureAwait(false);
            foreach (var value in property.Values)
                definition.Check(value);
            found.Add(property with { Definition = definition.Id });
        }

        return found;
    }

    /// <summary>All that a connection shall refer to: owner and custom properties by id, tags checked or noted to be made.</summary>
    /// <param name="names">What it refers to by name.</param>
    /// <param name="createTags">Whether missing tags are to be made.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">The site lacks something of it.</exception>
    public async Task<(Guid? OwnerId, IReadOnlyList<CustomPropertyValues> CustomProperties)> ResolveAsync(
        DataConnectionState names,
        bool createTags,
        CallContext context
    )
    {
        Guid? owner = names.Owner is { } name ? await OwnerAsync(name, context).ConfigureAwait(false) : null;
        await CheckTagsAsync(names.Tags ?? [], createTags, context).ConfigureAwait(false);
        return (owner, await CustomPropertiesAsync(names.CustomProperties, context).ConfigureAwait(false));
    }
}
