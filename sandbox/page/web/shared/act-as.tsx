import { useId } from "react";
import { Avatar } from "./avatar.tsx";

type ActAsProps = {
  people: readonly { id: string; name: string; role: string }[];
  userId: string;
  onChange: (userId: string) => void;
};

/** Who the person at this page is at the moment. */
export function ActAs({ people, userId, onChange }: ActAsProps) {
  const id = useId();
  const name = people.find((person) => person.id === userId)?.name ?? "";
  return (
    <div className="act-as">
      <Avatar name={name} />
      <span>
        <label htmlFor={id}>Act as</label>
        <select id={id} value={userId} onChange={(event) => onChange(event.target.value)}>
          {people.map((person) => (
            <option key={person.id} value={person.id}>
              {person.name} ({person.role})
            </option>
          ))}
        </select>
      </span>
    </div>
  );
}
